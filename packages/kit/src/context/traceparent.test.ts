import { describe, expect, it } from 'vitest';
import { childTrace, formatTraceparent, newTrace, parseTraceparent } from './traceparent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('parseTraceparent', () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    [`00-${traceId}-${spanId}-03`, true],
    [`00-${traceId}-${spanId}-fe`, false],
    [`cc-${traceId}-${spanId}-01`, true],
    [`cc-${traceId}-${spanId}-01-what-comes-later`, true],
    [`cc-${traceId}-${spanId}-01-`, true],
  ])('reads %s', (header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled });
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['version ff', `ff-${traceId}-${spanId}-01`],
    ['more than four fields in version 00', `00-${traceId}-${spanId}-01-more`],
    ['a version 00 that ends in a dash', `00-${traceId}-${spanId}-01-`],
    ['a later version that goes on without a dash', `cc-${traceId}-${spanId}-01.x`],
    ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['a long span id', `00-${traceId}-${spanId}0-01`],
    ['no hexadecimal', `00-${traceId.replace('a', 'g')}-${spanId}-01`],
    ['short flags', `00-${traceId}-${spanId}-1`],
    ['a space around it', ` 00-${traceId}-${spanId}-01`],
    ['a line end after it', `00-${traceId}-${spanId}-01\n`],
    ['two headers in one', `00-${traceId}-${spanId}-01,00-${traceId}-${spanId}-01`],
  ])('refuses %s', (_what, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});

describe('a new trace', () => {
  it('goes over the wire and back', () => {
    for (const sampled of [true, false]) {
      const trace = { ...newTrace(), sampled };
      expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
    }
  });

  it('has valid ids even when the random source gives zeros', () => {
    const trace = newTrace((size) => new Uint8Array(size));
    expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
  });

  it('continues in a child of the same trace', () => {
    const parent = newTrace();
    const child = childTrace(parent);
    expect(child).toMatchObject({ traceId: parent.traceId, sampled: true });
    expect(child.spanId).not.toBe(parent.spanId);
  });
});
