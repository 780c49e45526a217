import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHashes, buildFilter, mayHold } from './attribute-filter.ts';
import { clockSkews } from './clock-skew.ts';
import { identity, outlineOf, rebase } from './outline.ts';
import { outlineText, readOutline } from './outline-text.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import type { Sampling } from './sampling.ts';
import { decide, isInRatio } from './sampling.ts';
import type { Span } from './span.ts';
import { limitSpan } from './span-limits.ts';
import { readSpan, spanText } from './span-text.ts';
import { TraceStatistics } from './statistics.ts';
import { spanId, testLimits, testSpan, testStartMs, traceId } from './testing.ts';
import { growTree } from './tree.ts';

const hexadecimal = (digits: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits })
    .map((given) => given.map((digit) => digit.toString(16)).join(''));
const anyId = hexadecimal(32);
const base = BigInt(testStartMs) * 1_000_000n;
const outline = (...spans: readonly Span[]) => ({
  baseUnixNano: base,
  spans: spans.map((span) => outlineOf(span, base)),
});

describe('sampling', () => {
  const sampling: Sampling = { ratio: 0.25, slowMs: 500, errors: true };
  const out = traceId(1);
  const cases = [
    ['an error', { hasError: true }, sampling, 'error'],
    ['an error, when errors are not wanted', { hasError: true }, { ...sampling, errors: false }, undefined],
    ['a slow one', { durationMs: 501 }, sampling, 'slow'],
    ['one as long as allowed', { durationMs: 500 }, sampling, undefined],
    ['one to be debugged', { hasDebug: true, hasError: true }, sampling, 'debug'],
    ['one of the ratio', { traceId: traceId(2n ** 56n - 1n) }, sampling, 'ratio'],
    ['any other', {}, sampling, undefined],
  ] as const;

  it.each(cases)('%s', (_, facts, rules, reason) => {
    const decision = decide({ traceId: out, hasDebug: false, hasError: false, durationMs: 1, ...facts }, rules);
    expect(decision).toEqual(reason === undefined ? { verdict: 'leave_out' } : { verdict: 'keep', reason });
  });

  it('keeps by the last 56 bits of the id: whoever keeps fewer keeps some of the same', () => {
    fc.assert(
      fc.property(anyId, fc.double({ min: 0, max: 1, noNaN: true }), (id, ratio) => {
        expect(isInRatio(id, ratio)).toBe(isInRatio(`${'0'.repeat(18)}${id.slice(18)}`, ratio));
        if (isInRatio(id, ratio / 2)) expect(isInRatio(id, ratio)).toBe(true);
      }),
    );
    expect(isInRatio('f'.repeat(32), 0)).toBe(false);
    expect(isInRatio(`${'0'.repeat(31)}1`, 1)).toBe(true);
  });

  it('keeps about the share that it is told to', () => {
    const ids = fc.sample(anyId, { numRuns: 4000, seed: 7 }).map((id) => `${id.slice(0, 18)}${mixed(id)}`);
    const share = ids.filter((id) => isInRatio(id, 0.25)).length / ids.length;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
  });
});

/** fast-check likes edges; ids of real traces are even. */
function mixed(id: string): string {
  let state = BigInt(`0x${id}`) | 1n;
  for (let round = 0; round < 3; round++) state = ((state * 6364136223846793005n) ^ (state >> 29n)) & (2n ** 56n - 1n);
  return state.toString(16).padStart(14, '0');
}

describe('limits of a span', () => {
  const limits = { attributes: 2, valueLength: 10, events: 1, links: 1, spanLength: 1000 };

  it('leave a span within them untouched', () => {
    const span = testSpan({ attributes: { a: 'short', b: true } });
    expect(limitSpan(span, limits).span).toBe(span);
  });

  it('cut what is too much, and say how much', () => {
    const event = { name: 'e', timeUnixNano: 1n, attributes: {} };
    const link = { traceId: traceId(2), spanId: spanId(2), attributes: {} };
    const { span, cut } = limitSpan(
      testSpan({ attributes: { a: 'much too long', b: 1, c: 2 }, events: [event, event], links: [link, link, link] }),
      limits,
    );
    expect(span).toMatchObject({ attributes: { a: 'much too …', b: 1 }, events: [event], links: [link] });
    expect(cut).toEqual({ attributes: 2, events: 1, links: 2 });
  });

  it('never let a span through that is longer than allowed', () => {
    const value = fc.oneof(fc.string({ maxLength: 400 }), fc.array(fc.string({ maxLength: 50 })), fc.double());
    const attributes = fc.dictionary(fc.string({ maxLength: 400 }), value);
    fc.assert(
      fc.property(attributes, attributes, fc.string({ maxLength: 2000 }), (one, other, text) => {
        const events = [{ name: text, timeUnixNano: 1n, attributes: one }];
        const given = testSpan({ attributes: one, resource: other, events, name: text, statusMessage: text });
        const { span, cut } = limitSpan(given, { ...limits, valueLength: 300, attributes: 100, spanLength: 2000 });
        // Quotes and control characters take more room as JSON than they are counted for.
        expect(spanText(span, cut).length).toBeLessThan(3 * 2000);
      }),
    );
  });
});

describe('a span as text', () => {
  it('comes back as it was, whatever it holds', () => {
    const attributes = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null)));
    fc.assert(
      fc.property(attributes, attributes, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (one, other, time) => {
        const events = [{ name: 'e', timeUnixNano: time, attributes: other }];
        const span = testSpan({ attributes: one, resource: other, startUnixNano: time, endUnixNano: time, events });
        expect(readSpan(span.traceId, JSON.parse(spanText(span, undefined)))).toEqual(span);
      }),
    );
  });
});

describe('an outline', () => {
  it('comes back from its text, and has the same spans from any base', () => {
    const spans = [testSpan({}), testSpan({ id: 2, parent: 1, startMs: 3, service: 'other', status: 'error' })];
    const one = outline(...spans);
    expect(readOutline(outlineText(one))).toEqual(one);
    const later = base + 123_456_789n;
    const other = { baseUnixNano: later, spans: spans.map((span) => outlineOf(span, later)) };
    expect(rebase(other, base).map(identity)).toEqual(one.spans.map(identity));
  });
});

describe('clocks', () => {
  const skews = (...spans: readonly Span[]) => clockSkews(growTree(outline(...spans).spans));
  const call = testSpan({ id: 1, startMs: 100, durationMs: 50, service: 'web', kind: 'client' });
  const answer = { id: 2, parent: 1, service: 'shop', kind: 'server' } as const;

  it('are not blamed where the spans can be true', () => {
    expect(skews(call, testSpan({ ...answer, startMs: 110, durationMs: 100 }))).toEqual([]);
  });

  it('are told apart when work begins before it was asked for', () => {
    expect(skews(call, testSpan({ ...answer, startMs: 60 }))).toMatchObject([
      { owner: { service: 'shop' }, reference: { service: 'web' }, direction: 'behind', leastNs: 40e6 },
    ]);
  });

  it('are told apart when an answered call ended before the work began', () => {
    expect(skews(call, testSpan({ ...answer, startMs: 170 }))).toMatchObject([{ direction: 'ahead', leastNs: 20e6 }]);
    expect(skews({ ...call, status: 'error' }, testSpan({ ...answer, startMs: 170 }))).toEqual([]);
  });

  it('contradict themselves when no difference explains all spans', () => {
    const early = testSpan({ ...answer, startMs: 60 });
    const late = testSpan({ ...answer, id: 3, startMs: 170 });
    expect(skews(call, early, late)).toMatchObject([{ direction: 'contradictory', leastNs: 60e6 }]);
  });
});

describe('the filter of attributes', () => {
  it('never denies what is there, and mostly denies what is not', () => {
    const hashes = new Set<number>();
    addHashes(hashes, Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`k${n}`, n])), { host: 'h' });
    const filter = buildFilter(hashes);
    expect(Array.from({ length: 60 }, (_, n) => mayHold(filter, `k${n}`, String(n))).every(Boolean)).toBe(true);
    expect(mayHold(filter, 'host', 'h')).toBe(true);
    const wrong = Array.from({ length: 2000 }, (_, n) => mayHold(filter, `k${n}`, `other${n}`)).filter(Boolean);
    expect(wrong.length).toBeLessThan(100);
  });
});

describe('quantiles', () => {
  it('are within 1 % of the exact ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 40 }), { minLength: 1, maxLength: 200 }), (values) => {
        const sketch = new QuantileSketch();
        for (const value of values) sketch.add(value, 1);
        const sorted = values.toSorted((one, other) => one - other);
        for (const rank of [0.5, 0.95, 0.99]) {
          const exact = sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? 0;
          const [found = 0] = sketch.quantiles([rank]);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.0101);
        }
      }),
    );
  });
});

describe('statistics', () => {
  it('tell for which work the traces wait, and how it fares', () => {
    const statistics = new TraceStatistics();
    for (let run = 0; run < 10; run++) {
      const status = run === 0 ? 'error' : 'ok';
      statistics.add(
        outline(
          testSpan({ name: 'press', durationMs: 100 }),
          testSpan({ id: 2, parent: 1, name: 'recognise', startMs: 10, durationMs: 80, status }),
          testSpan({ id: 3, parent: 1, name: 'log', startMs: 10, durationMs: 20 }),
        ),
        1,
      );
    }
    const [first, second, third] = statistics.result();
    expect(first).toMatchObject({ name: 'recognise', count: 10, errorShare: 0.1, criticalShare: 0.8 });
    expect(second).toMatchObject({ name: 'press', errorShare: 0, meanSelfNs: 20e6 });
    expect(third).toMatchObject({ name: 'log', criticalShare: 0 });
    expect(Math.abs((first?.p95Ns ?? 0) - 80e6)).toBeLessThan(0.8e6);
  });

  it('count a trace for those that sampling left out', () => {
    const statistics = new TraceStatistics();
    statistics.add(outline(testSpan({ status: 'error' })), 1);
    statistics.add(outline(testSpan({})), 9);
    expect(statistics.result()).toMatchObject([{ spans: 2, count: 10, errorShare: 0.1 }]);
  });

  it('stay small however many names there are', () => {
    const statistics = new TraceStatistics();
    for (let id = 0; id < 2000; id++) statistics.add(outline(testSpan({ name: `GET /user/${id}` })), 1);
    const result = statistics.result();
    expect(result.length).toBeLessThan(510);
    expect(result.find(({ name }) => name === '(others)')?.spans).toBe(1500);
    expect(testLimits.spansPerTrace).toBeGreaterThan(0);
  });
});
