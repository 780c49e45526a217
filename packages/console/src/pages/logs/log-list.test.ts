import type { LogLine, LogPage } from '@seaworthy/api';
import { ApiError } from '@seaworthy/api/caller';
import { expect, it, onTestFinished } from 'vitest';
import type { LogListOptions } from './log-list.ts';
import { createLogList } from './log-list.ts';
import { withNewest, withWaiting } from './shown-lines.ts';

const line = (message: string, ms = 0): LogLine => ({
  ...{ time: new Date(1_772_359_200_000 + ms).toISOString(), service: 'doorbell', instance: 'doorbell-green-1' },
  ...{ level: 'info', message, fields: {} },
});
const page = (messages: string[], nextCursor: string | null = null): LogPage => ({
  items: messages.map((message) => line(message)),
  ...{ nextCursor, followFrom: '1.100', cut: null },
  scanned: { bytes: 0, blocks: 0, skippedBlocks: 0, damagedBlocks: 0 },
});

type Client = LogListOptions['client'];
type Sent = { id: string; lines: LogLine[] } | Error;

/** Streams are given one after the other; the last one stays open. */
function listOver(pages: (LogPage | Error)[], streams: Sent[][], time: LogListOptions['time'] = { lastMs: 60_000 }) {
  const asked: { query: Record<string, unknown> }[] = [];
  const resumed: (string | undefined)[] = [];
  const call = (async (_: string, input: { query: Record<string, unknown> }) => {
    asked.push(input);
    const next = pages.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error('no page');
    return next;
  }) as Client['call'];
  const stream = async function* (_: string, __: unknown, options: { lastEventId?: string; signal?: AbortSignal }) {
    resumed.push(options.lastEventId);
    for (const sent of streams.shift() ?? []) {
      if (sent instanceof Error) throw sent;
      for (const data of sent.lines) yield { id: sent.id, type: 'message', data };
    }
    await new Promise((resolve) => options.signal?.addEventListener('abort', resolve, { once: true }));
  } as unknown as Client['stream'];
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  const list = createLogList({ client: { call, stream }, filter: {}, time, now: () => 1_772_359_200_000, wait: soon });
  const done = list.run(gone.signal);
  const shown = () => list.read().lines.map(({ message }) => message);
  return { list, asked, resumed, done, shown };
}

/** Whatever is waited for comes with the next turn. */
function soon(_: number, signal: AbortSignal): Promise<void> {
  return signal.aborted ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve));
}

it('shows what there is, then what comes, the newest first', async () => {
  const { list, shown, resumed } = listOver([page(['b', 'a'])], [[{ id: '1.200', lines: [line('c'), line('d')] }]]);
  await expect.poll(shown).toEqual(['d', 'c', 'b', 'a']);
  expect(resumed).toEqual(['1.100']);
  expect(list.read()).toMatchObject({ phase: 'there', tail: 'live', waiting: 0 });
});

it('goes on after a break from the last line that it has: none twice, none left out', async () => {
  const streams = [
    [{ id: '1.200', lines: [line('b')] }, new Error('broke off')],
    [{ id: '1.300', lines: [line('c')] }],
  ];
  const { list, shown, resumed } = listOver([page(['a'])], streams);
  const states = new Set<string>();
  list.subscribe(() => states.add(list.read().tail));
  await expect.poll(shown).toEqual(['c', 'b', 'a']);
  expect(resumed).toEqual(['1.100', '1.200']);
  expect(states).toContain('behind');
  await expect.poll(() => list.read().tail).toBe('live');
});

it('does not resume from a line that the server tells without a place, as that some are missing', async () => {
  const streams = [
    [{ id: '1.200', lines: [line('b')] }, { id: '', lines: [line('2 lines are missing')] }, new Error('broke off')],
    [],
  ];
  const { resumed } = listOver([page(['a'])], streams);
  await expect.poll(() => resumed).toEqual(['1.100', '1.200']);
});

it('lets lines wait while it is held, and shows them when it is let go', async () => {
  const held = listOver([page(['a'])], [[{ id: '1.200', lines: [line('b'), line('c')] }]]);
  held.list.hold(true);
  await expect.poll(() => held.list.read().waiting).toBe(2);
  expect(held.shown()).toEqual(['a']);
  held.list.hold(false);
  expect(held.shown()).toEqual(['c', 'b', 'a']);
  expect(held.list.read().waiting).toBe(0);
});

it('reads older lines from where the first page ended', async () => {
  const range = { startMs: 1000, endMs: 2000 };
  const { list, shown, asked, done } = listOver([page(['c', 'b'], 'cursor-1'), page(['a'])], [], range);
  await done;
  list.more('end');
  list.more('end');
  await expect.poll(shown).toEqual(['c', 'b', 'a']);
  expect(asked.map(({ query }) => query['cursor'])).toEqual([undefined, 'cursor-1']);
  expect(asked[0]?.query).toMatchObject({ order: 'newest', since: '1970-01-01T00:00:01.000Z' });
  expect(list.read()).toMatchObject({ tail: 'off', end: { hasMore: false } });
});

it('puts what stands around a moment in the order in which it happened', async () => {
  const { list, shown, asked, done } = listOver([page(['after', 'later']), page(['before', 'earlier'], 'x')], [], {
    aroundMs: 5000,
  });
  await done;
  expect(shown()).toEqual(['earlier', 'before', 'after', 'later']);
  expect(asked.map(({ query }) => query['order'])).toEqual(['oldest', 'newest']);
  expect(list.read()).toMatchObject({ start: { hasMore: true }, end: { hasMore: false } });
});

it('says why there is nothing, and asks again when it is told to', async () => {
  const wrong = new ApiError(400, 'bad_request', 'no', '', '', [{ path: 'query.q', message: 'Not understood' }]);
  const { list, shown } = listOver([wrong, page(['a'])], [[]]);
  await expect.poll(() => list.read().phase).toBe('failed');
  expect(list.read().failure?.details).toEqual([{ path: 'query.q', message: 'Not understood' }]);
  list.retry();
  await expect.poll(shown).toEqual(['a']);
});

it('puts what comes late where its time says', () => {
  const keyed = (key: number, ms: number) => ({ ...line(String(key), ms), key });
  const lines = withNewest([keyed(2, 50), keyed(1, 10)], [keyed(3, 30), keyed(4, 60), keyed(5, 60), keyed(6, 20)]);
  expect(lines.map(({ key }) => key)).toEqual([5, 4, 2, 3, 6, 1]);
});

it('keeps so many lines, and lets go of the oldest', () => {
  const keyed = (key: number) => ({ ...line(String(key)), key });
  expect(withNewest([keyed(2), keyed(1)], [keyed(3), keyed(4)], 3).map(({ key }) => key)).toEqual([4, 3, 2]);
  const held = withWaiting([keyed(1), keyed(2)], [keyed(3)], 2);
  expect({ ...held, waiting: held.waiting.map(({ key }) => key) }).toEqual({ waiting: [2, 3], dropped: 1 });
});
