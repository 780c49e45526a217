import type { LogLine, LogVolume } from '@seaworthy/api';
import { parseDuration } from '@seaworthy/kit/config';
import { HttpError } from '../http/errors.ts';
import type { HandlerInput, StreamItem } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { LogRecord } from '../watch/logs/log-record.ts';
import { levelNamed, logLevels } from '../watch/logs/log-record.ts';
import type { Logs } from '../watch/logs/logs.ts';
import { ownInstance, ownService } from '../watch/logs/own-lines.ts';
import { parseConditions } from '../watch/logs/search/field-condition.ts';
import type { LogFilter } from '../watch/logs/search/filter.ts';
import { timeText } from './wire.ts';

export interface LogHandlerParts {
  readonly logs: Pick<Logs, 'search' | 'volume' | 'tail'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Context {
  readonly signal: AbortSignal;
}

const hourMs = 3_600_000;

export function createLogHandlers({ logs, clock }: LogHandlerParts) {
  const momentOf = (name: 'since' | 'until', text: string | undefined) => toMoment(name, text, clock.now());
  return {
    async logs({ query }: HandlerInput<'logs'>, { signal }: Context) {
      const order = query.order ?? 'newest';
      const search = {
        filter: toFilter(query),
        ...defined({ sinceMs: momentOf('since', query.since), untilMs: momentOf('until', query.until) }),
        ...defined({ cursor: query.cursor }),
        ...{ order, limit: query.limit },
      };
      const { records, nextCursor, followFrom, scanned, cut } = await logs.search(search, signal);
      const items = records.map(toLine);
      return { items: query.order === undefined ? items.reverse() : items, nextCursor, followFrom, scanned, cut };
    },
    async *followLogs({ query }: HandlerInput<'followLogs'>, { lastEventId, signal }: Context & LastSeen) {
      for await (const each of logs.tail({ filter: toFilter(query), afterId: lastEventId, signal })) {
        const item: StreamItem<LogLine> =
          each.kind === 'record'
            ? { id: each.id, data: toLine(each.record) }
            : { data: lostLine(each.lines, clock.now()) };
        yield item;
      }
    },
    async logVolume({ query }: HandlerInput<'logVolume'>, { signal }: Context): Promise<LogVolume> {
      const untilMs = momentOf('until', query.until) ?? clock.now();
      const sinceMs = momentOf('since', query.since) ?? untilMs - hourMs;
      if (sinceMs >= untilMs) throw badTime('since', 'is not before until');
      const volume = { filter: toFilter(query), sinceMs, untilMs, buckets: query.buckets };
      const { stepMs, buckets, scanned, cut } = await logs.volume(volume, signal);
      return {
        ...{ stepMs, scanned, cut },
        buckets: buckets.map(({ startMs, counts }) => ({ start: timeText(startMs), counts: namedCounts(counts) })),
      };
    },
  };
}

interface LastSeen {
  readonly lastEventId: string | undefined;
}

function toFilter(query: HandlerInput<'followLogs'>['query']): LogFilter {
  const { grep, regex, level, instance, service, trace, q } = query;
  const least = level === undefined ? undefined : levelNamed(level);
  if (level !== undefined && least === undefined) {
    const message = `is none of ${logLevels.join(', ')}`;
    throw new HttpError('bad_request', `There is no level ${level}.`, [{ path: 'query.level', message }]);
  }
  return defined({
    ...{ level: least, instance, service, trace: trace?.toLowerCase(), text: grep, pattern: regex },
    fields: q === undefined ? undefined : parseConditions(q),
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function toMoment(name: 'since' | 'until', text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const agoMs = parseDuration(text);
  const ms = agoMs === undefined ? Date.parse(text) : nowMs - agoMs;
  if (Number.isNaN(ms)) throw badTime(name, 'is neither a time, 2030-01-01T12:00:00Z, nor how long ago, 15m');
  return ms;
}

function badTime(name: string, message: string): HttpError {
  return new HttpError('bad_request', undefined, [{ path: `query.${name}`, message }]);
}

function toLine({ timeMs, service, instance, level, message, fields, traceId, spanId }: LogRecord): LogLine {
  const ids = defined({ traceId, spanId });
  return { time: timeText(timeMs), service, instance, level, message, fields: { ...fields }, ...ids };
}

/** Told as a line among the others, so that every reader shows it. */
function lostLine(lines: number, nowMs: number): LogLine {
  return {
    ...{ time: timeText(nowMs), service: ownService, instance: ownInstance, level: 'warn' },
    message: `${lines} lines are missing here: they came faster than they were read. Search for them.`,
    fields: { lostLines: lines },
  };
}

function namedCounts(counts: readonly number[]): LogVolume['buckets'][number]['counts'] {
  const [trace = 0, debug = 0, info = 0, warn = 0, error = 0, fatal = 0, none = 0] = counts;
  return { trace, debug, info, warn, error, fatal, none };
}
