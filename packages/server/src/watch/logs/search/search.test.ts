import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLevel, LogRecord } from '../log-record.ts';
import { logLevels } from '../log-record.ts';
import { noon, storeBench, testRecord, unlimited } from '../testing.ts';
import { parseConditions } from './field-condition.ts';
import type { LogFilter } from './filter.ts';
import type { LogSearch } from './search.ts';
import { searchLogs } from './search.ts';
import { countVolume } from './volume.ts';

const words = ['store', 'Störung', 'RUNG', 'rung twice', 'a"b', 'back\\slash', 'line\nbreak', '', '500', 'ſ K'];
const traces = [undefined, 'a'.repeat(32), '0123456789abcdef0123456789abcdef'];
const word = fc.constantFrom(...words);

const record: fc.Arbitrary<LogRecord> = fc
  .record({
    timeMs: fc.integer({ min: noon, max: noon + 20 }),
    service: fc.constantFrom('doorbell', 'other/service', 'seaworthy'),
    instance: fc.constantFrom('doorbell-blue-1-abc', 'doorbell-green-2-xyz', 'seaworthy', ''),
    level: fc.option(fc.constantFrom(...logLevels)),
    message: fc.array(word, { maxLength: 3 }).map((all) => all.join(' ')),
    fields: fc.record(
      {
        status: fc.oneof(fc.integer({ min: 100, max: 599 }), word),
        user: word,
        context: fc.record({ stage: word }, { requiredKeys: [] }),
        'http.route': word,
        tags: fc.array(word, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    traceId: fc.constantFrom(...traces),
  })
  .map(({ traceId, ...rest }) => (traceId === undefined ? rest : { ...rest, traceId }));

const filter: fc.Arbitrary<LogFilter> = fc.record(
  {
    level: fc.constantFrom<LogLevel>(...logLevels),
    instance: fc.constantFrom('doorbell-blue-1-abc', 'green', 'seaworthy'),
    service: fc.constantFrom('doorbell', 'other/service', 'seaworthy'),
    trace: fc.constantFrom('a'.repeat(32), 'b'.repeat(32)),
    text: fc.constantFrom('rung', 'STÖR', 'a"b', '"user":"', 's', 'K', 'k', 'slash', '\n', '0'),
    pattern: fc.constantFrom('(?i)rung.*twice', '^rung', 'St.r', '\\d{3}'),
    fields: fc.constantFrom(
      ...['status>=300', 'status!=500', 'context.stage=store', 'http.route', '!user', 'tags=RUNG', 'level=info'].map(
        parseConditions,
      ),
    ),
  },
  { requiredKeys: [] },
);

/** What the search promises, said as plainly as can be. */
function expected(records: readonly LogRecord[], wanted: LogFilter): LogRecord[] {
  return records.filter((each) => {
    const text = `${each.message}\n${JSON.stringify(each.fields)}\n${each.traceId ?? ''}\n`;
    const isAsked = (wanted.instance ?? wanted.service ?? wanted.trace) !== undefined;
    const slot = each.instance.split('-')[1];
    return (
      (isAsked || !(each.service === 'seaworthy' && each.instance === 'seaworthy')) &&
      (wanted.level === undefined || (each.level !== null && rank(each.level) >= rank(wanted.level))) &&
      (wanted.instance === undefined || wanted.instance === each.instance || wanted.instance === slot) &&
      (wanted.service === undefined || wanted.service === each.service) &&
      (wanted.trace === undefined || wanted.trace === each.traceId) &&
      (wanted.text === undefined || lower(text).includes(lower(wanted.text))) &&
      (wanted.pattern === undefined || patterns[wanted.pattern]?.test(text) === true) &&
      (wanted.fields ?? []).every((condition) => conditions[`${condition.path}${condition.operator}`]?.(each) === true)
    );
  });
}

const idOf = ({ fields }: LogRecord) => Number(fields['id']);
const rank = (level: LogLevel) => logLevels.indexOf(level);
/** Letters beyond ASCII never equal those of ASCII. */
const lower = (text: string) => text.replace(/[A-ZÖ]/g, (letter) => letter.toLowerCase());
const patterns: Readonly<Record<string, RegExp>> = {
  '(?i)rung.*twice': /rung.*twice/i,
  '^rung': /^rung/,
  'St.r': /St.r/,
  '\\d{3}': /[0-9]{3}/,
};
const conditions: Readonly<Record<string, (record: LogRecord) => boolean>> = {
  'status>=': ({ fields }) => String(fields['status'] ?? '').trim() !== '' && Number(fields['status']) >= 300,
  'status!=': ({ fields }) => fields['status'] !== 500 && fields['status'] !== '500',
  'context.stage=': ({ fields }) => (fields['context'] as { stage?: string } | undefined)?.stage === 'store',
  'http.routeexists': ({ fields }) => fields['http.route'] !== undefined,
  userabsent: ({ fields }) => fields['user'] === undefined,
  'tags=': ({ fields }) => ((fields['tags'] ?? []) as string[]).includes('RUNG'),
  'level=': ({ level }) => level === 'info',
};

const { signal } = new AbortController();

describe('a search', () => {
  it('finds all that was appended and matches, nothing else, in order, page by page, open or sealed', async () => {
    const property = fc.asyncProperty(
      fc.array(record, { maxLength: 60 }),
      fc.array(filter, { minLength: 1, maxLength: 8 }),
      fc.constantFrom<LogSearch['order']>('newest', 'oldest'),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (records, filters, order, limit, isSealed) => {
        const bench = await storeBench({ segmentBytes: 2_000 });
        const numbered = records.map((each, id) => ({ ...each, fields: { ...each.fields, id } }));
        for (let from = 0; from < numbered.length; from += 7) {
          bench.store.append(numbered.slice(from, from + 7));
          if (isSealed) await bench.store.flush();
        }
        if (isSealed) await bench.store.maintain();
        for (const wanted of filters) {
          const naive = expected(numbered, wanted).sort((a, b) => a.timeMs - b.timeMs || idOf(a) - idOf(b));
          expect(await allPages(bench, { filter: wanted, order, limit })).toEqual(
            order === 'oldest' ? naive : naive.reverse(),
          );
          const volume = { filter: wanted, sinceMs: noon, untilMs: noon + 60_000, buckets: 1 };
          const { buckets } = await countVolume(bench.store, volume, unlimited, signal);
          expect(buckets.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(naive.length);
        }
        await bench.store.close();
      },
    );
    await fc.assert(property, { numRuns: 60, seed: 7 });
  });

  async function allPages(bench: Awaited<ReturnType<typeof storeBench>>, query: LogSearch): Promise<LogRecord[]> {
    await bench.store.flush();
    const all: LogRecord[] = [];
    let cursor: string | undefined;
    do {
      const over = cursor === undefined ? {} : { cursor };
      const page = await searchLogs(bench.store, { ...query, ...over }, unlimited, signal);
      expect(page.records.length).toBeLessThanOrEqual(query.limit);
      all.push(...page.records);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return all;
  }

  it('keeps to its times: from the first moment on, and before the last', async () => {
    const bench = await storeBench();
    bench.store.append([0, 1, 2, 3].map((at) => testRecord({ timeMs: noon + at, message: `${at}` })));
    expect(await bench.messages({}, { sinceMs: noon + 1, untilMs: noon + 3 })).toEqual(['1', '2']);
  });

  it('ends early: the newest lines are found without reading what is older', async () => {
    const bench = await storeBench({ segmentBytes: 1_000 });
    for (let at = 0; at < 50; at++) {
      bench.store.append(Array.from({ length: 10 }, (_, index) => testRecord({ timeMs: noon + at * 10 + index })));
      await bench.store.flush();
    }
    const { records, scanned } = await bench.find({}, { order: 'newest', limit: 5 });
    expect(records[0]?.timeMs).toBe(noon + 499);
    expect(scanned.blocks).toBeLessThanOrEqual(2);
  });

  it('reads only where the trace may be', async () => {
    const bench = await storeBench({ segmentBytes: 1_000 });
    for (let at = 0; at < 30; at++) {
      const traceId = at.toString(16).padStart(32, 'd');
      bench.store.append(Array.from({ length: 10 }, () => testRecord({ traceId, message: `${at}` })));
      await bench.store.flush();
    }
    await bench.store.maintain();
    const { records, scanned } = await bench.find({ trace: '7'.padStart(32, 'd') });
    expect(records.map(({ message }) => message)).toEqual(Array(10).fill('7'));
    expect(scanned.blocks).toBeLessThanOrEqual(3);
    expect(scanned.blocks + scanned.skippedBlocks).toBe(30);
  });

  it('that takes too long is cut, says so, and goes on from there', async () => {
    const bench = await storeBench({ segmentBytes: 1 });
    for (let at = 0; at < 6; at++) {
      bench.store.append([testRecord({ timeMs: noon + at, message: `${at}` })]);
      await bench.store.flush();
    }
    let ms = 0;
    const slow = { maxMs: 10, monotonicMs: () => (ms += 4) };
    const query = { filter: {}, order: 'newest', limit: 10 } as const;
    const first = await searchLogs(bench.store, query, slow, signal);
    expect(first).toMatchObject({ cut: 'time', nextCursor: expect.any(String) });
    const rest = await searchLogs(bench.store, { ...query, cursor: first.nextCursor ?? '' }, unlimited, signal);
    expect([...first.records, ...rest.records].map(({ message }) => message)).toEqual(['5', '4', '3', '2', '1', '0']);
    expect(first.records.length).toBeGreaterThan(0);
    expect(rest.records.length).toBeGreaterThan(0);
  });

  it('ends when nobody waits for it', async () => {
    const bench = await storeBench();
    bench.store.append([testRecord()]);
    await bench.store.flush();
    const query = { filter: {}, order: 'newest', limit: 10 } as const;
    await expect(searchLogs(bench.store, query, unlimited, AbortSignal.abort(new Error('gone')))).rejects.toThrow(
      'gone',
    );
  });

  it('with an expression that backtracks without end answers, and one that is none is refused', async () => {
    const bench = await storeBench();
    bench.store.append([testRecord({ message: `${'a'.repeat(60_000)}!` })]);
    expect(await bench.messages({ pattern: '(a+)+$' })).toEqual([]);
    await expect(bench.find({ pattern: '(' })).rejects.toMatchObject({ code: 'bad_request' });
  });
});

describe('the volume', () => {
  it('is counted from what segments know of themselves when nothing but a level is asked for', async () => {
    const bench = await storeBench({ segmentBytes: 1_000 });
    for (let minute = 0; minute < 10; minute++) {
      const timeMs = noon + minute * 60_000;
      bench.store.append([
        testRecord({ timeMs }),
        testRecord({ timeMs, level: 'error' }),
        testRecord({ timeMs, level: null }),
      ]);
    }
    await bench.store.flush();
    const query = { filter: {}, sinceMs: noon, untilMs: noon + 600_000, buckets: 10 };
    const volume = await countVolume(bench.store, query, unlimited, signal);
    expect(volume).toMatchObject({ stepMs: 60_000, cut: null, scanned: { blocks: 0 } });
    expect(volume.buckets).toHaveLength(10);
    expect(volume.buckets[3]).toEqual({ startMs: noon + 180_000, counts: [0, 0, 1, 0, 1, 0, 1] });
    const errors = await countVolume(bench.store, { ...query, filter: { level: 'warn' } }, unlimited, signal);
    expect(errors.buckets[3]?.counts).toEqual([0, 0, 0, 0, 1, 0, 0]);
  });
});

describe('conditions', () => {
  it.each([
    [
      'status>=500 a.b=c',
      [
        ['status', '>=', '500'],
        ['a.b', '=', 'c'],
      ],
    ],
    [
      'name="two words" !user',
      [
        ['name', '=', 'two words'],
        ['user', 'absent', ''],
      ],
    ],
    [
      'url=/a?b=c empty= http.route',
      [
        ['url', '=', '/a?b=c'],
        ['empty', '=', ''],
        ['http.route', 'exists', ''],
      ],
    ],
    ['', []],
  ])('%s are understood', (text, expected) => {
    expect(parseConditions(text).map(({ path, operator, value }) => [path, operator, value])).toEqual(expected);
  });

  it.each(['=5', 'status>many', 'a b="', '!user=1'])('%s is refused, with what to write', (text) => {
    expect(() => parseConditions(text)).toThrow('Not understood');
  });
});
