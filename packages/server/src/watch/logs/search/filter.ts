import type { LogLevel, LogRecord } from '../log-record.ts';
import { logLevels } from '../log-record.ts';
import { isOwnLine } from '../own-lines.ts';
import { noLevel } from '../store/encode.ts';
import { originOf } from '../store/summary.ts';
import type { FieldCondition } from './field-condition.ts';
import { holds } from './field-condition.ts';
import { compilePattern } from './pattern.ts';
import { escapeForRegExp, longestPlainRun, searchText } from './text.ts';

/** What is looked for; what is absent does not matter. */
export interface LogFilter {
  /** This level or a graver one; records without a level are left out then. */
  readonly level?: LogLevel;
  /** An instance's id, or `blue` or `green` for all of a slot. */
  readonly instance?: string;
  readonly service?: string;
  /** 32 lower-case hexadecimal digits. */
  readonly trace?: string;
  /** Anywhere in message, fields or ids; letters' case does not matter. */
  readonly text?: string;
  /** RE2 syntax, anywhere in the same text. */
  readonly pattern?: string;
  readonly fields?: readonly FieldCondition[];
}

/** A filter made ready: what can be told from counts and bytes first, what needs the parsed record last. */
export interface Matcher {
  /** Index of the least level, -1 for any. */
  readonly leastLevel: number;
  readonly trace: string | undefined;
  /** Finds every line that can match, in bytes read as Latin-1; undefined: any line can. */
  readonly lineHint: RegExp | undefined;
  /** Whether a segment with these origins can hold anything. */
  mayCome(origins: ReadonlySet<string> | undefined): boolean;
  /** All but the level, which the line's bytes tell. */
  matches(record: LogRecord): boolean;
  /** Whether `matches` may take long: fewer records at once then. */
  readonly isSlow: boolean;
  /** Whether it asks for nothing but a level: counts by level then tell all. */
  readonly isByLevelOnly: boolean;
}

const slotOf = /-(blue|green)-\d+-[a-z0-9]+$/;

/** Throws LogQueryError for a pattern that is none. */
export function compileFilter(filter: LogFilter): Matcher {
  const { level, instance, service, trace, text, fields = [] } = filter;
  const isOwnWanted = instance !== undefined || service !== undefined || trace !== undefined;
  const isFrom = (from: string, copy: string) =>
    (service === undefined || service === from) &&
    (instance === undefined || instance === copy || instance === slotOf.exec(copy)?.[1]) &&
    (isOwnWanted || !isOwnLine(from, copy));
  const wantedText = text === undefined || text === '' ? undefined : new RegExp(escapeForRegExp(text), 'i');
  const pattern = filter.pattern === undefined ? undefined : compilePattern(filter.pattern);
  return {
    leastLevel: level === undefined ? -1 : logLevels.indexOf(level),
    trace,
    lineHint: lineHint(filter),
    mayCome: (origins) => origins === undefined || [...origins].some((origin) => isOriginFrom(origin, isFrom)),
    matches: (record) =>
      isFrom(record.service, record.instance) &&
      (trace === undefined || record.traceId === trace) &&
      fields.every((condition) => holds(condition, record)) &&
      (wantedText === undefined || wantedText.test(searchText(record))) &&
      (pattern === undefined || pattern(searchText(record))),
    isSlow: pattern !== undefined,
    isByLevelOnly:
      [service, instance, trace, wantedText, pattern].every((each) => each === undefined) && fields.length === 0,
  };
}

/** Both halves may hold a slash: every way to split is tried, so that nothing is missed. */
function isOriginFrom(origin: string, isFrom: (service: string, instance: string) => boolean): boolean {
  for (let at = origin.indexOf('/'); at !== -1; at = origin.indexOf('/', at + 1)) {
    const [service, instance] = [origin.slice(0, at), origin.slice(at + 1)];
    if (originOf(service, instance) === origin && isFrom(service, instance)) return true;
  }
  return false;
}

export function passesLevel(matcher: Matcher, level: number): boolean {
  return matcher.leastLevel < 0 || (level !== noLevel && level >= matcher.leastLevel);
}

/** The longest text that stands in every line that can match. */
function lineHint({ trace, text, service, instance, fields = [] }: LogFilter): RegExp | undefined {
  const isSlot = instance === 'blue' || instance === 'green';
  const exact = fields.flatMap((each) => (each.operator === '=' ? [each.value] : []));
  const known = [trace, text, service, isSlot ? undefined : instance, ...exact];
  const runs = known.flatMap((each) => (each === undefined ? [] : [longestPlainRun(each)]));
  const longest = runs.sort((a, b) => b.length - a.length)[0] ?? '';
  return longest === '' ? undefined : new RegExp(escapeForRegExp(longest), 'gi');
}
