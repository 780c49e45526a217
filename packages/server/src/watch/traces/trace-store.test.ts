import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Span } from './span.ts';
import { spanId, storeBench, testSpan, testStartMs, traceId } from './testing.ts';

/** Of the least randomness: the first to be left out. */
const unlucky = (number: number) => traceId(number);
const lucky = (number: number) => traceId(2n ** 56n - BigInt(number));
const spansOf = async (bench: Awaited<ReturnType<typeof storeBench>>, trace: string) =>
  ((await bench.store.find(trace))?.spans ?? []).map((span) => span.spanId).sort();

describe('a kept trace', () => {
  it('is found as it came, within a second', async () => {
    const bench = await storeBench();
    const event = { name: 'retry', timeUnixNano: 5n, attributes: { attempt: 2 } };
    const span = testSpan({ attributes: { 'http.route': '/press', list: ['a', 1, null] }, events: [event] });
    await bench.put(span);
    expect((await bench.store.find(span.traceId))?.spans).toEqual([span]);
    expect(await bench.found()).toEqual([span.traceId]);
  });

  it('takes in what comes late, and is summed up anew', async () => {
    const bench = await storeBench();
    await bench.put(testSpan({ id: 2, parent: 1, startMs: 5, name: 'child' }));
    expect((await bench.store.find(traceId(1)))?.row).toMatchObject({ rootName: 'child', isRootMissing: true });
    await bench.clock.advance(60_000);
    await bench.put(testSpan({ id: 1, startMs: -20, durationMs: 50, status: 'error', name: 'root' }));
    const found = await bench.store.find(traceId(1));
    expect(found?.row).toMatchObject({
      ...{ rootName: 'root', isRootMissing: false, spans: 2, errors: 1, durationUs: 50_000, reason: 'error' },
      startUs: (testStartMs - 20) * 1000,
    });
    expect(await spansOf(bench, traceId(1))).toEqual([spanId(1), spanId(2)]);
  });

  it('has a span once that was sent twice, at once or later', async () => {
    const bench = await storeBench();
    await bench.put(testSpan({ id: 1 }), testSpan({ id: 1 }), testSpan({ id: 2, parent: 1 }));
    await bench.put(testSpan({ id: 2, parent: 1 }), testSpan({ id: 3, parent: 1, startMs: -4 }), testSpan({ id: 1 }));
    expect(await spansOf(bench, traceId(1))).toEqual([1, 2, 3].map(spanId));
    expect(await bench.count('seaworthy_traces_spans_dropped_total', { reason: 'duplicate' })).toBe(3);
  });

  it('has no more spans than a trace may have, and says how many there were', async () => {
    const bench = await storeBench({ spansPerTrace: 600 });
    const many = (from: number) => Array.from({ length: 500 }, (_, at) => testSpan({ id: from + at, startMs: at }));
    await bench.put(...many(1));
    await bench.put(...many(501));
    const found = await bench.store.find(traceId(1));
    expect(found?.spans).toHaveLength(600);
    expect(found?.row?.refused).toBe(400);
    expect(await bench.count('seaworthy_traces_spans_dropped_total', { reason: 'trace_full' })).toBe(400);
  });
});

describe('sampling', () => {
  const sampling = { ratio: 0.5, slowMs: 100, errors: true };

  it('waits for the rest of a trace before it leaves it out', async () => {
    const bench = await storeBench({ sampling });
    await bench.put(testSpan({ trace: unlucky(1) }), testSpan({ trace: unlucky(2) }));
    await bench.clock.advance(2000);
    await bench.put(testSpan({ trace: unlucky(2), id: 2, parent: 1, status: 'error' }));
    await bench.clock.advance(10_000);
    await bench.store.flush();
    expect(await bench.found()).toEqual([unlucky(2)]);
    expect(await spansOf(bench, unlucky(2))).toEqual([1, 2].map(spanId));
    expect(await bench.count('seaworthy_traces_spans_sampled_out_total')).toBe(1);
  });

  it('keeps what is slow as a whole, though no span is', async () => {
    const bench = await storeBench({ sampling });
    await bench.put(testSpan({ trace: unlucky(1) }), testSpan({ trace: unlucky(1), id: 2, startMs: 200 }));
    await bench.clock.advance(6000);
    await bench.store.flush();
    expect((await bench.store.find(unlucky(1)))?.row?.reason).toBe('slow');
  });

  it('decides in the end, though spans never cease to come', async () => {
    const bench = await storeBench({ sampling });
    for (let id = 1; id <= 16; id++) {
      await bench.put(testSpan({ trace: unlucky(1), id }));
      await bench.clock.advance(1000);
    }
    expect(await bench.count('seaworthy_traces_spans_sampled_out_total')).toBeGreaterThan(0);
  });

  it('shows what is undecided to who asks for it by its id', async () => {
    const bench = await storeBench({ sampling });
    await bench.put(testSpan({ trace: unlucky(1) }));
    expect(await bench.store.find(unlucky(1))).toMatchObject({ row: undefined, spans: [{ spanId: spanId(1) }] });
    expect(await bench.found()).toEqual([]);
  });

  it('is the same for the same trace on two control planes, whatever comes in between', async () => {
    const [one, other] = [await storeBench({ sampling }), await storeBench({ sampling })];
    const traces = Array.from({ length: 60 }, (_, at) => traceId((BigInt(at) * 2n ** 56n) / 60n + 3n));
    const spans = traces.flatMap((trace) => [testSpan({ trace }), testSpan({ trace, id: 2, parent: 1 })]);
    await one.put(...spans);
    for (const span of spans.toReversed()) other.store.add([span]);
    for (const bench of [one, other]) {
      await bench.store.flush();
      await bench.clock.advance(20_000);
      await bench.store.flush();
    }
    const kept = (await one.found()).toSorted();
    expect(kept).toEqual(traces.slice(30));
    expect((await other.found()).toSorted()).toEqual(kept);
  });
});

describe('what others are told', () => {
  it('all spans as they come, and those that are kept', async () => {
    const [came, kept]: [Span[], Span[]] = [[], []];
    const bench = await storeBench(
      { sampling: { ratio: 0.5, slowMs: 100, errors: true } },
      { onSpans: (spans) => void came.push(...spans), onKept: (spans) => void kept.push(...spans) },
    );
    const spans = [testSpan({ trace: unlucky(1) }), testSpan({ trace: lucky(1), attributes: { a: 1 } })];
    await bench.put(...spans);
    await bench.clock.advance(10_000);
    expect(came).toEqual(spans);
    expect(kept).toEqual(spans.slice(1));
  });
});

describe('memory', () => {
  const sampling = { ratio: 0, slowMs: 1000, errors: true };

  it('is bounded: when it is full, the oldest are decided early', async () => {
    const bench = await storeBench({ sampling, pendingBytes: 200_000 });
    for (let round = 0; round < 50; round++) {
      const isBad = round === 3;
      const spans = Array.from({ length: 50 }, (_, at) =>
        testSpan({ trace: unlucky(1 + round * 50 + at), status: isBad ? 'error' : 'ok' }),
      );
      bench.store.add(spans);
      await bench.store.flush();
      expect(await bench.count('seaworthy_traces_pending_bytes')).toBeLessThan(210_000);
    }
    expect(await bench.found()).toHaveLength(50);
    expect(await bench.count('seaworthy_traces_decided_early_total')).toBeGreaterThan(2000);
  });

  it('takes no further batch while it has more than it can look at, and says so', async () => {
    const bench = await storeBench();
    const heavy = { text: 'x'.repeat(4000), more: 'y'.repeat(4000) };
    const batch = Array.from({ length: 200 }, (_, at) => testSpan({ trace: traceId(at), attributes: heavy }));
    const answers = Array.from({ length: 10 }, () => bench.store.add(batch));
    const refused = answers.filter(({ isFull }) => isFull).length;
    expect(answers.map(({ isFull }) => isFull)).toEqual(answers.map((_, at) => at >= 10 - refused));
    expect(refused).toBeGreaterThan(5);
    expect(await bench.count('seaworthy_traces_spans_dropped_total', { reason: 'overload' })).toBe(refused * 200);
    await bench.store.flush();
    expect(bench.store.add(batch)).toEqual({ accepted: 200, invalid: 0, isFull: false });
  });

  it('refuses what has no id', async () => {
    const bench = await storeBench();
    const added = bench.store.add([testSpan({ trace: '0'.repeat(32) }), testSpan({ trace: 'nope' }), testSpan({})]);
    expect(added).toEqual({ accepted: 1, invalid: 2, isFull: false });
  });
});

describe('disk', () => {
  it('forgets traces that are older than they are kept', async () => {
    const bench = await storeBench({ retentionMs: 60_000 });
    await bench.put(testSpan({ trace: traceId(1) }));
    await bench.clock.advance(40_000);
    await bench.put(testSpan({ trace: traceId(2) }));
    await bench.clock.advance(30_000);
    await bench.store.flush();
    expect(await bench.found()).toEqual([traceId(2)]);
    expect(await bench.store.find(traceId(1))).toBeUndefined();
  });

  it('forgets the oldest when all take too much, and gives the room back', async () => {
    const maxBytes = 2 * 2 ** 20;
    const bench = await storeBench({ maxBytes });
    // Incompressible, so that a trace takes what it weighs.
    const noise = (seed: number) =>
      Array.from({ length: 800 }, (_, at) =>
        ((Math.imul(seed * 800 + at, 0x9e3779b1) >>> 0) % 65_521).toString(36),
      ).join('');
    for (let at = 0; at < 3000; at += 100) {
      await bench.put(
        ...Array.from({ length: 100 }, (_, more) =>
          testSpan({ trace: traceId(at + more), startMs: at + more, attributes: { noise: noise(at + more) } }),
        ),
      );
    }
    const held = await bench.found({ limit: 3000 });
    expect(held.length).toBeGreaterThan(200);
    expect(held.length).toBeLessThan(2900);
    expect(held[0]).toBe(traceId(2999));
    expect(await bench.count('seaworthy_traces_disk_bytes')).toBeLessThanOrEqual(maxBytes);
    await bench.store.stop();
    expect(statSync(bench.file).size).toBeLessThan(maxBytes + 3 * 2 ** 20);
  });

  it('keeps everything over a restart, decided or not', async () => {
    const sampling = { ratio: 0.5, slowMs: 100, errors: true };
    const first = await storeBench({ sampling });
    await first.put(testSpan({ trace: lucky(1) }), testSpan({ trace: unlucky(1) }));
    first.store.add([testSpan({ trace: lucky(2) }), testSpan({ trace: unlucky(2) })]);
    await first.store.stop();
    const second = await storeBench({ sampling }, { file: first.file });
    await second.put(testSpan({ trace: unlucky(2), id: 2, parent: 1, status: 'error' }));
    await second.clock.advance(20_000);
    await second.store.flush();
    expect((await second.found()).toSorted()).toEqual([unlucky(2), lucky(2), lucky(1)].sort());
    expect(await spansOf(second, unlucky(2))).toEqual([1, 2].map(spanId));
    expect(await second.count('seaworthy_traces_spans_sampled_out_total')).toBe(1);
  });

  it('is begun anew when the file is no file of ours, which is set aside', async () => {
    const first = await storeBench();
    await first.store.stop();
    writeFileSync(first.file, 'this is no database '.repeat(500));
    const second = await storeBench({}, { file: first.file });
    await second.put(testSpan({}));
    expect(await second.found()).toEqual([traceId(1)]);
    expect(second.failures[0]).toMatch(/unreadable/);
    expect(readFileSync(`${first.file}.unreadable`, 'utf8')).toMatch(/^this is no database/);
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
  });
});

describe('a search', () => {
  async function filled() {
    const bench = await storeBench();
    const web = { service: 'web', instance: 'web-1', attributes: { 'http.route': '/press', ok: true } };
    await bench.put(
      testSpan({ trace: traceId(1), startMs: 0, name: 'press', durationMs: 5, ...web }),
      testSpan({ trace: traceId(1), startMs: 1, id: 2, parent: 1, name: 'query', service: 'store', durationMs: 3 }),
      testSpan({ trace: traceId(2), startMs: 100, name: 'press', durationMs: 50, ...web, status: 'error' }),
      testSpan({ trace: traceId(3), startMs: 200, name: 'list', durationMs: 500, resource: { zone: 'b' } }),
      testSpan({ trace: traceId(4), startMs: 200, name: 'list', durationMs: 500 }),
    );
    return bench;
  }

  const cases = [
    ['everything, newest first', {}, [4, 3, 2, 1]],
    ['by service', { service: 'store' }, [1]],
    ['by the name of any span', { name: 'query' }, [1]],
    ['by service and name of one span', { service: 'web', name: 'query' }, []],
    ['by instance', { instance: 'web-1' }, [2, 1]],
    ['by an attribute', { attribute: { key: 'http.route', value: '/press' } }, [2, 1]],
    ['by an attribute that is no text', { attribute: { key: 'ok', value: 'true' } }, [2, 1]],
    ['by an attribute of the resource', { attribute: { key: 'zone', value: 'b' } }, [3]],
    [
      'by an attribute and a service that no span has together',
      { service: 'store', attribute: { key: 'ok', value: 'true' } },
      [],
    ],
    ['by the least duration', { minDurationMs: 50 }, [4, 3, 2]],
    ['by the greatest', { maxDurationMs: 50 }, [2, 1]],
    ['errors alone', { errorsOnly: true }, [2]],
    ['by time', { fromMs: testStartMs + 100, toMs: testStartMs + 199 }, [2]],
  ] as const;

  it.each(cases)('%s', async (_, query, expected) => {
    const bench = await filled();
    expect(await bench.found(query)).toEqual(expected.map((number) => traceId(number)));
  });

  it('goes on where a page ended, though more comes meanwhile', async () => {
    const bench = await storeBench();
    await bench.put(
      ...Array.from({ length: 25 }, (_, at) => testSpan({ trace: traceId(at), startMs: Math.floor(at / 5) })),
    );
    const range = { fromMs: 0, toMs: testStartMs + 1e6, limit: 7 };
    const seen: string[] = [];
    let page = await bench.store.search(range);
    for (;;) {
      seen.push(...page.rows.map((row) => row.traceId));
      if (page.next === undefined) break;
      await bench.put(testSpan({ trace: traceId(1000 + seen.length), startMs: 50 }));
      page = await bench.store.search({ ...range, after: page.next });
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => traceId(24 - at)));
  });

  it('ends when whoever asked has gone', async () => {
    const bench = await filled();
    const range = { fromMs: 0, toMs: testStartMs + 1e6, limit: 7 };
    await expect(bench.store.search(range, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('statistics of what is stored', () => {
  it('estimate what sampling left out, and can look at one kind of trace', async () => {
    const bench = await storeBench({ sampling: { ratio: 0.25, slowMs: 1000, errors: true } });
    await bench.put(
      testSpan({ trace: lucky(1), name: 'press' }),
      testSpan({ trace: unlucky(2), name: 'press', status: 'error' }),
      testSpan({ trace: lucky(3), name: 'list' }),
    );
    const all = await bench.store.statistics({ fromMs: 0, toMs: testStartMs + 1e6, rootName: 'press' });
    expect(all).toMatchObject({ traces: 2, isCutShort: false, operations: [{ spans: 2, count: 5, errorShare: 0.2 }] });
  });
});
