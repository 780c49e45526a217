import type { Trace } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { httpBench } from '../http/testing.ts';
import { spanId, storeBench, testSpan, testStartMs, traceId } from '../watch/traces/testing.ts';
import { createTraceHandlers } from './traces.ts';

async function bench() {
  const traces = await storeBench();
  const { server, authorization } = await httpBench(createTraceHandlers({ traces: traces.store, clock: traces.clock }));
  const ask = async (path: string) => {
    const answer = await server.app.inject({ url: `/api/v1/${path}`, headers: { host: 'localhost', authorization } });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { ...traces, server, ask };
}

const at = (ms: number) => new Date(testStartMs + ms).toISOString();

describe('the list of traces', () => {
  it('tells of each what it is about, newest first', async () => {
    const { put, ask } = await bench();
    await put(
      testSpan({ trace: traceId(1), name: 'press', durationMs: 12.5 }),
      testSpan({ trace: traceId(1), id: 2, parent: 1, startMs: 1, service: 'faces', status: 'error' }),
      testSpan({ trace: traceId(2), id: 2, parent: 1, startMs: 50 }),
    );
    const { body } = await ask(`traces?from=${at(-1000)}`);
    expect(body.items).toMatchObject([
      { traceId: traceId(2), root: { isMissing: true }, spans: 1, errors: 0, keptBecause: 'ratio' },
      {
        ...{ traceId: traceId(1), startTime: at(0), durationMs: 12.5, spans: 2, errors: 1, keptBecause: 'error' },
        ...{ root: { service: 'doorbell', name: 'press', isMissing: false }, services: ['doorbell', 'faces'] },
      },
    ]);
    expect(body.nextCursor).toBeNull();
  });

  it('is asked by attribute, error and duration, page by page', async () => {
    const { put, ask } = await bench();
    const attributes = { 'http.url': '/a?b=c' };
    await put(
      ...Array.from({ length: 3 }, (_, n) => testSpan({ trace: traceId(n), startMs: n, attributes, status: 'error' })),
    );
    const query = `errors=true&minDurationMs=5&attribute=${encodeURIComponent('http.url=/a?b=c')}&limit=2`;
    const first = await ask(`traces?${query}`);
    const second = await ask(`traces?${query}&cursor=${first.body.nextCursor}`);
    expect([first, second].map(({ body }) => body.items.length)).toEqual([2, 1]);
    expect(second.body.items[0].traceId).toBe(traceId(0));
  });

  it.each(['attribute=nothing', 'cursor=abc', 'errors=maybe', 'from=yesterday', 'limit=0', 'minDurationMs=-1'])(
    'refuses %s',
    async (query) => {
      const { ask } = await bench();
      expect(await ask(`traces?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    },
  );

  it('is for those alone who may read traces', async () => {
    const { server } = await bench();
    expect((await server.app.inject({ url: '/api/v1/traces', headers: { host: 'localhost' } })).statusCode).toBe(401);
  });
});

describe('a trace', () => {
  it('is a tree with the path that it waited for, its problems and what its clocks prove', async () => {
    const { put, ask } = await bench();
    const event = { name: 'retry', timeUnixNano: BigInt(testStartMs + 5) * 1_000_000n, attributes: { n: 1 } };
    await put(
      testSpan({ id: 1, name: 'press', durationMs: 100, attributes: { 'http.route': '/press' }, events: [event] }),
      testSpan({ id: 2, parent: 1, name: 'recognise', startMs: 10, durationMs: 80, kind: 'client' }),
      testSpan({ id: 3, parent: 2, name: 'embed', startMs: 6, durationMs: 60, service: 'faces', instance: 'f-1' }),
      testSpan({ id: 9, parent: 8, name: 'lost', startMs: 20, durationMs: 1 }),
    );
    const { body } = await ask(`traces/${traceId(1)}`);
    const tree = (body as Trace).tree.map((span) => [span.depth, span.name, span.isCritical, span.problems]);
    expect(tree).toEqual([
      [0, 'press', true, []],
      [1, 'recognise', true, []],
      [2, 'embed', true, ['starts_before_parent']],
      [0, 'lost', false, ['orphan']],
    ]);
    expect(body.tree[0]).toMatchObject({ selfMs: 20, criticalMs: 20, events: [{ name: 'retry', offsetMs: 5 }] });
    expect(body.criticalPath[0]).toEqual({ service: 'faces', name: 'embed', durationMs: 56, share: 0.56 });
    expect(body.clockSkews).toMatchObject([{ owner: { service: 'faces' }, direction: 'behind', leastMs: 4 }]);
  });

  it('comes in part when it is long, and says how much is missing', async () => {
    const { put, ask } = await bench();
    await put(...Array.from({ length: 10 }, (_, n) => testSpan({ id: n + 1, startMs: n })));
    const { body } = await ask(`traces/${traceId(1)}?spans=4`);
    expect(body).toMatchObject({ spans: 10, omittedSpans: 6 });
    expect(body.tree.map((span: { spanId: string }) => span.spanId)).toEqual([1, 2, 3, 4].map(spanId));
  });

  it('that is not there is told why it may not be', async () => {
    const { ask } = await bench();
    const { status, body } = await ask(`traces/${traceId(7)}`);
    expect(status).toBe(404);
    expect(body.error.hint).toMatch(/sampling/);
  });
});

it('statistics name the work that traces wait for', async () => {
  const { put, ask } = await bench();
  await put(
    testSpan({ id: 1, name: 'press', durationMs: 100 }),
    testSpan({ id: 2, parent: 1, name: 'recognise', startMs: 10, durationMs: 80 }),
  );
  const { body } = await ask('trace-statistics?rootName=press');
  expect(body).toMatchObject({ traces: 1, isCutShort: false });
  expect(body.items[0]).toMatchObject({ name: 'recognise', count: 1, errorRate: 0, selfMs: 80, criticalShare: 0.8 });
});
