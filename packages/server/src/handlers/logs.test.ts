import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '@seaworthy/api';
import { LogPage, LogVolume, routes } from '@seaworthy/api';
import { createLogger, createMetrics } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { testFolder, virtualClock } from '../platform/testing.ts';
import type { LogRecord } from '../watch/logs/log-record.ts';
import { createLogs } from '../watch/logs/logs.ts';
import { createLogHandlers } from './logs.ts';

const { signal } = new AbortController();

/** The logs as they are, over an empty installation. */
async function logsBench() {
  const folder = await testFolder();
  const [clock, metrics] = [virtualClock(), createMetrics()];
  const logFolder = join(folder, 'logs');
  mkdirSync(logFolder);
  const logs = await createLogs({
    ...{ logFolder, storeFolder: join(folder, 'store'), service: 'doorbell', clock, metrics },
    ...{ retentionMs: 86_400_000, maxBytes: 2 ** 30 },
    logger: createLogger({ name: 'test', destination: { write: () => {} } }),
  });
  onTestFinished(() => logs.stop());
  const handlers = createLogHandlers({ logs, clock });
  const ask = async (query: object) => {
    const input = { query: routes.logs.query.parse(query) };
    return LogPage.parse(await handlers.logs(input, { signal }));
  };
  const messages = async (query: object = {}) => (await ask(query)).items.map(({ message }) => message);
  const append = (message: string, minutesAgo: number, over: Partial<LogRecord> = {}) => {
    const origin = { service: 'doorbell', instance: 'doorbell-blue-1-abc', level: 'info' } as const;
    logs.append([{ ...origin, timeMs: clock.now() - minutesAgo * 60_000, message, fields: {}, ...over }]);
  };
  return { ...{ clock, metrics, logs, logFolder, handlers, ask, messages, append } };
}

it('answers with the last lines, oldest first, and older ones by cursor; in another order when asked', async () => {
  const { ask, messages, append } = await logsBench();
  for (const minute of [5, 4, 3, 2, 1]) append(`${minute}`, minute);
  expect(await messages()).toEqual(['5', '4', '3', '2', '1']);
  const last = await ask({ limit: '2' });
  expect(last.items.map(({ message }) => message)).toEqual(['2', '1']);
  expect(await messages({ limit: '2', cursor: last.nextCursor })).toEqual(['4', '3']);
  expect(await messages({ order: 'oldest', limit: '2' })).toEqual(['5', '4']);
  expect(await messages({ since: '3m', until: '2030-01-01T11:59:00Z' })).toEqual(['3', '2']);
});

it('searches by level, text, expression, field and trace', async () => {
  const { messages, append } = await logsBench();
  const traceId = 'ab'.repeat(16);
  append('fine', 3);
  append('Broken', 2, { level: 'error', fields: { status: 503, context: { stage: 'store' } }, traceId });
  expect(await messages({ level: 'WARNING' })).toEqual(['Broken']);
  expect(await messages({ grep: 'BROK' })).toEqual(['Broken']);
  expect(await messages({ regex: '^f.ne' })).toEqual(['fine']);
  expect(await messages({ q: 'status>=500 context.stage=store' })).toEqual(['Broken']);
  expect(await messages({ trace: traceId.toUpperCase() })).toEqual(['Broken']);
});

it.each([
  [{ level: 'loud' }, 'query.level'],
  [{ q: '>=5' }, 'query.q'],
  [{ regex: '(' }, 'query.regex'],
  [{ cursor: 'x' }, 'query.cursor'],
  [{ since: 'yesterday' }, 'query.since'],
])('refuses %j, and names the place', async (query, path) => {
  const { ask } = await logsBench();
  await expect(ask(query)).rejects.toMatchObject({ code: 'bad_request', details: [{ path }] });
});

it('counts lines by level over time', async () => {
  const { handlers, append } = await logsBench();
  append('old', 90);
  append('new', 1, { level: 'error' });
  const { buckets, stepMs } = LogVolume.parse(
    await handlers.logVolume({ query: routes.logVolume.query.parse({}) }, { signal }),
  );
  expect(stepMs).toBe(60_000);
  expect(buckets).toHaveLength(60);
  expect(buckets[59]).toMatchObject({ start: '2030-01-01T11:59:00.000Z', counts: { error: 1, none: 0 } });
  expect(buckets.reduce((sum, { counts }) => sum + counts.info + counts.error, 0)).toBe(1);
});

it('follows what instances write from where an answer ended, and keeps everything over a stop', async () => {
  const { clock, ask, handlers, logFolder, logs, append } = await logsBench();
  append('before', 1);
  const { followFrom } = await ask({});
  append('between', 0);
  appendFileSync(join(logFolder, 'doorbell-blue-2-def.log'), '{"level":30,"msg":"written"}\n');
  const gone = new AbortController();
  const lines = handlers.followLogs({ query: {} }, { lastEventId: followFrom, signal: gone.signal });
  const found: LogLine[] = [];
  while (found.length < 2) {
    const next = lines.next();
    let isThere = false;
    void next.then(() => {
      isThere = true;
    });
    while (!isThere) await clock.advance(200);
    found.push((await next).value?.data as LogLine);
  }
  expect(found.map(({ message }) => message)).toEqual(['between', 'written']);
  gone.abort();
  await logs.stop();
});

it('tells of itself as metrics', async () => {
  const { ask, append, metrics } = await logsBench();
  append('one', 0);
  await ask({});
  const text = await metrics.render();
  expect(text).toMatch(/^seaworthy_logs_records_total 1$/m);
  expect(text).toMatch(/^seaworthy_logs_segments 1$/m);
});
