import { describe, expect, it } from 'vitest';
import { ParseError } from '../ast/index.ts';
import { Labels } from '../labels/index.ts';
import { MemoryStorage } from '../memory/memory-storage.ts';
import type { Querier } from '../storage/port.ts';
import { createEngine } from './engine.ts';

const storage = new MemoryStorage();
for (const host of ['a', 'b', 'c']) {
  const timestamps = Float64Array.from({ length: 100 }, (_, i) => i * 10_000);
  storage.addArrays(Labels.from({ __name__: 'load', host }), { timestamps, values: timestamps.map((ms) => ms / 1000) });
}

describe('an engine', () => {
  it('answers with one sample a series at the time that was asked about', async () => {
    const result = await createEngine().instant(storage, 'load{host="b"} * 2', 65_000);
    expect(result).toMatchObject({ type: 'vector', warnings: [], infos: [] });
    expect(result.type === 'vector' && result.samples.map(({ labels, ...rest }) => [labels.toRecord(), rest])).toEqual([
      [{ host: 'b' }, { timestampMs: 65_000, value: 120 }],
    ]);
  });

  it('answers a range with series sorted by labels, without steps that have no value', async () => {
    const result = await createEngine({ lookbackMs: 10_000 }).range(storage, 'load', 980_000, 1_010_000, 10_000);
    if (result.type !== 'matrix') throw new Error(result.type);
    expect(result.series.map(({ labels }) => labels.get('host'))).toEqual(['a', 'b', 'c']);
    expect([...(result.series[0]?.timestamps ?? [])]).toEqual([980_000, 990_000]);
    expect([...(result.series[0]?.values ?? [])]).toEqual([980, 990]);
  });

  it('places a remark in the query', async () => {
    const { infos } = await createEngine().instant(storage, '1 +\n  sum(rate(load[1m]))', 100_000);
    expect(infos).toHaveLength(1);
    expect(infos[0]).toMatch(/\(2:12\)$/);
  });

  it('throws what the parser throws', async () => {
    await expect(createEngine().instant(storage, 'sum(', 0)).rejects.toThrow(ParseError);
  });

  it('refuses ranges without steps or sense', async () => {
    const engine = createEngine();
    await expect(engine.range(storage, 'load', 0, 1000, 0)).rejects.toThrow('zero or negative query resolution');
    await expect(engine.range(storage, 'load', 1000, 0, 10)).rejects.toThrow(
      'end timestamp must not be before start time',
    );
    await expect(engine.range(storage, 'load[1m]', 0, 1000, 10)).rejects.toThrow(
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  });
});

describe('the limits of a query', () => {
  it('are held by what is read', async () => {
    const engine = createEngine({ maxSamples: 20 });
    await expect(engine.instant(storage, 'sum(rate(load[5m]))', 900_000)).rejects.toMatchObject({
      type: 'execution',
      message: expect.stringContaining('too many samples into memory in query execution (more than 20)'),
    });
    await expect(engine.instant(storage, 'sum(load @ 5)', 900_000)).resolves.toMatchObject({ type: 'vector' });
  });

  it('are held by what is made', async () => {
    const engine = createEngine({ maxSamples: 500 });
    await expect(engine.range(storage, 'load', 0, 10_000, 10)).rejects.toMatchObject({ type: 'execution' });
  });

  it('are held by the number of steps alone, of a query or a subquery', async () => {
    const engine = createEngine();
    await expect(engine.range(storage, '1', 0, 1e12, 1)).rejects.toMatchObject({ type: 'execution' });
    await expect(engine.instant(storage, 'max_over_time(vector(1)[10y:1ms])', 1e12)).rejects.toMatchObject({
      type: 'execution',
    });
  });

  it('count what is in memory at a time, not what went through it', async () => {
    const query = Array.from({ length: 50 }, () => 'sum(load)').join(' + ');
    const result = await createEngine({ maxSamples: 200 }).range(storage, query, 0, 100_000, 10_000);
    expect(result.type).toBe('matrix');
  });

  it('end it when its signal aborts while the store is read', async () => {
    const abort = new AbortController();
    const slow: Querier = Object.assign(Object.create(storage), {
      select: async () => {
        abort.abort();
        return storage.select({ matchers: [], startMs: 0, endMs: 1 });
      },
    });
    const asked = createEngine().instant(slow, 'load', 0, { signal: abort.signal });
    await expect(asked).rejects.toMatchObject({ type: 'canceled', message: 'query was canceled in query execution' });
  });

  it('end it in the middle of a long calculation, which lets the event loop turn', async () => {
    const abort = new AbortController();
    let nowMs = 0;
    const engine = createEngine({ monotonicMs: () => (nowMs += 30) });
    const asked = engine.range(storage, 'sum(rate(load[5m])) + sum(rate(load[4m]))', 0, 900_000, 1000, {
      signal: abort.signal,
    });
    setImmediate(() => abort.abort());
    await expect(asked).rejects.toMatchObject({ type: 'canceled' });
  });

  it('end it when its time is up: the shorter of its own and the engine’s', async () => {
    let nowMs = 0;
    const engine = createEngine({ timeoutMs: 60_000, monotonicMs: () => (nowMs += 30) });
    await expect(engine.range(storage, 'load + load', 0, 900_000, 10_000)).resolves.toBeDefined();
    const asked = engine.range(storage, 'load + load', 0, 900_000, 10_000, { timeoutMs: 100 });
    await expect(asked).rejects.toMatchObject({ type: 'timeout', message: expect.stringContaining('after 100 ms') });
  });
});
