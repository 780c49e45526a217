import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { currentContext } from '../context/context.ts';
import { newTrace } from '../context/traceparent.ts';
import { recordedLogger } from '../logging/testing.ts';
import { currentSpan, withSpan } from './active-span.ts';
import { keptTracing, plainAttributes } from './testing.ts';
import { traced } from './traced.ts';
import { createTracing } from './tracing.ts';

describe('a span', () => {
  it('is the child of the one it runs in, with times on one line', async () => {
    const { tracing, clock, sent } = keptTracing();
    await tracing.span('outer', { size: 3 }, async () => {
      await clock.advance(10);
      tracing.span('inner', {}, () => undefined);
      await clock.advance(5.5);
    });
    const [inner, outer] = await sent();
    expect(inner).toMatchObject({
      name: 'inner',
      parentSpanId: outer?.spanId,
      traceId: outer?.traceId,
      status: { code: 0 },
    });
    expect(outer).not.toHaveProperty('parentSpanId');
    const beginning = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;
    expect(outer?.startTimeUnixNano).toBe(String(beginning));
    expect(inner?.startTimeUnixNano).toBe(String(beginning + 10_000_000n));
    expect(outer?.endTimeUnixNano).toBe(String(beginning + 15_500_000n));
    expect(plainAttributes(outer ?? { attributes: [] })).toEqual({ size: '3' });
  });

  it('gives its ids to every log line within it, and to none after it', () => {
    const { tracing } = keptTracing();
    const { logger, lines } = recordedLogger();
    const ids = tracing.span('work', {}, (span) => {
      logger.info('inside');
      return span.spanContext();
    });
    logger.info('outside');
    expect(lines().map((line) => line['context'])).toEqual([{ traceId: ids.traceId, spanId: ids.spanId }, {}]);
  });

  it.each([
    [
      'thrown',
      () => {
        throw new TypeError('broken');
      },
    ],
    ['rejected', () => Promise.reject(new TypeError('broken'))],
  ])('records an error that is %s, and passes it on', async (_how, run: () => unknown) => {
    const { tracing, sent } = keptTracing();
    await expect((async () => await tracing.span('work', {}, run))()).rejects.toThrow('broken');
    const [span] = await sent();
    expect(span).toMatchObject({ status: { code: 2, message: 'broken' }, events: [{ name: 'exception' }] });
    const [event] = span?.events ?? [];
    expect(plainAttributes(event ?? { attributes: [] })).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'broken',
      'exception.stacktrace': expect.stringContaining('tracing.test.ts'),
    });
  });

  it('can be started and ended by hand, with events, links and times of its own', async () => {
    const { tracing, clock, sent } = keptTracing();
    const other = tracing.start('other').spanContext();
    const span = tracing.start('by hand', { kind: 'consumer', links: [{ context: other }], parent: 'none' });
    await clock.advance(7);
    withSpan(span, () => currentSpan()?.addEvent('half way', { done: 0.5 }));
    span.updateName('renamed').setStatus({ code: 1 }).setStatus({ code: 2, message: 'too late' }).end();
    span.setAttribute('after', 'its end').addEvent('after').end();
    const early = tracing.start('earlier', { startTime: new Date(clock.now() - 1000) });
    early.end(clock.now() - 400);
    const [first, second] = await sent();
    expect(first).toMatchObject({
      name: 'renamed',
      kind: 5,
      links: [{ traceId: other.traceId }],
      status: { code: 1 },
      attributes: [],
    });
    expect(first?.events.map(({ name }) => name)).toEqual(['half way']);
    const took = BigInt(second?.endTimeUnixNano ?? 0) - BigInt(second?.startTimeUnixNano ?? 0);
    expect(took).toBe(600_000_000n);
  });

  it('holds so much and no more, and says what it left out', async () => {
    const { tracing, sent } = keptTracing();
    tracing.span('large', {}, (span) => {
      for (let index = 0; index < 200; index++) span.setAttribute(`a${index}`, 'x'.repeat(5000)).addEvent('again');
    });
    const [span] = await sent();
    expect(span).toMatchObject({ droppedAttributesCount: 72, droppedEventsCount: 72 });
    expect(String(span?.attributes[0]?.value['stringValue'])).toHaveLength(4096);
  });

  it('holds no secret: not in attributes, events, its name, nor in an error', async () => {
    const { tracing, sent } = keptTracing();
    const secret = 'hunter2hunter2';
    const run = () =>
      tracing.span(
        `GET https://u:${secret}@host/`,
        { password: secret, 'http.request.header.cookie': [`a=${secret}`] },
        (span) => {
          span.addEvent(`token=${secret}`, { url: `https://x/?api_key=${secret}`, nested: { apiKey: secret } });
          throw new Error(`login failed: password=${secret}`);
        },
      );
    expect(run).toThrow();
    const text = JSON.stringify(await sent());
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(secret);
  });
});

describe('tasks side by side', () => {
  it('each see their own span, however they are mixed', async () => {
    const { tracing, sent } = keptTracing();
    const task = (id: number) =>
      tracing.span(`task ${id}`, {}, async (span) => {
        for (let round = 0; round < 5; round++) {
          await nextTurn();
          tracing.span(`step of ${id}`, {}, () => undefined);
          expect(currentContext().spanId).toBe(span.spanContext().spanId);
        }
      });
    await Promise.all(Array.from({ length: 100 }, (_, id) => task(id)));
    const spans = await sent();
    const tasks = new Map(
      spans.filter(({ name }) => name.startsWith('task')).map((span) => [span.name.slice(5), span]),
    );
    const steps = spans.filter(({ name }) => name.startsWith('step of'));
    expect([tasks.size, steps.length]).toEqual([100, 500]);
    for (const step of steps) {
      const owner = tasks.get(step.name.slice(8));
      expect([step.parentSpanId, step.traceId]).toEqual([owner?.spanId, owner?.traceId]);
    }
  });
});

describe('sampling', () => {
  it('takes its share of 10,000 traces by their ids, and the same ones each time', () => {
    const tracings = new Map(
      [0, 0.1, 0.5, 1].map((ratio) => [ratio, keptTracing({ sampling: { ratio, followParent: false } }).tracing]),
    );
    const decide = (ratio: number, traceId: string) => {
      const parent = { traceId, spanId: '1'.repeat(16), traceFlags: 0, isRemote: true };
      return tracings.get(ratio)?.start('x', { parent }).isRecording();
    };
    const ids = Array.from({ length: 10_000 }, () => newTrace().traceId);
    const tenth = ids.filter((id) => decide(0.1, id));
    expect(tenth.length).toBeGreaterThan(850);
    expect(tenth.length).toBeLessThan(1150);
    expect(tenth.every((id) => decide(0.1, id) && decide(0.5, id))).toBe(true);
    expect(ids.some((id) => decide(0, id))).toBe(false);
    expect(ids.every((id) => decide(1, id))).toBe(true);
  });

  it('does as the parent did, here and in the calling service', async () => {
    const { tracing, sent } = keptTracing({ sampling: { ratio: 0 } });
    const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), isRemote: true };
    tracing.span('wanted', {}, () => tracing.span('below', {}, () => undefined), {
      parent: { ...caller, traceFlags: 1 },
    });
    tracing.span('not wanted', {}, () => tracing.span('below', {}, () => undefined), {
      parent: { ...caller, traceFlags: 0 },
    });
    const spans = await sent();
    expect(spans.map(({ name }) => name)).toEqual(['below', 'wanted']);
    expect(spans[1]).toMatchObject({ parentSpanId: caller.spanId, flags: 0x301 });
    expect(spans[0]).toMatchObject({ flags: 0x101 });
  });
});

describe('without tracing', () => {
  it('nothing is recorded, and ids still reach the log and the next service', () => {
    const tracing = createTracing({ service: 'test' });
    expect(tracing.isEnabled).toBe(false);
    tracing.span('outer', {}, (outer) => {
      expect(outer.isRecording()).toBe(false);
      expect(currentContext().traceId).toMatch(/^[0-9a-f]{32}$/);
      tracing.span('inner', {}, (inner) => expect(inner.spanContext()).toEqual(outer.spanContext()));
    });
    const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    expect(tracing.start('x', { parent: caller }).spanContext()).toEqual(caller);
  });
});

it('a traced function or method keeps its arguments, its `this` and its result', async () => {
  const { tracing, sent } = keptTracing();
  const counter = {
    count: 2,
    add(by: number) {
      return this.count + by;
    },
  };
  counter.add = traced(tracing, 'add', counter.add, { attributes: (by) => ({ by }) });
  expect(counter.add(3)).toBe(5);
  const [span] = await sent();
  expect([span?.name, plainAttributes(span ?? { attributes: [] })]).toEqual(['add', { by: '3' }]);
});
