/** From the first to the last, both included. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Spans of time that come again: all that is named must hold; what is empty holds always. */
export interface TimeInterval {
  /** Minutes since midnight; the end is not included. */
  readonly times: readonly Range[];
  /** 0 is Sunday. */
  readonly weekdays: readonly Range[];
  /** 1 to 31, or counted from the month's end: -1 is its last day. */
  readonly daysOfMonth: readonly Range[];
  /** 1 is January. */
  readonly months: readonly Range[];
  readonly years: readonly Range[];
  /** Of the IANA time zone database; undefined is UTC, `Local` the server's own. */
  readonly location?: string;
}

/** The lists of intervals that a configuration names. */
export type NamedIntervals = ReadonlyMap<string, readonly TimeInterval[]>;

export function contains(interval: TimeInterval, timeMs: number): boolean {
  const at = wallClock(timeMs, interval.location);
  return (
    within(interval.times, ({ begin, end }) => at.minute >= begin && at.minute < end) &&
    within(interval.daysOfMonth, (days) => containsDay(days, at)) &&
    within(interval.months, includes(at.month)) &&
    within(interval.weekdays, includes(at.weekday)) &&
    within(interval.years, includes(at.year))
  );
}

/** Those of the names whose intervals contain the time, in order; a name that nobody defined contains none. */
export function namesContaining(names: readonly string[], intervals: NamedIntervals, timeMs: number): string[] {
  return names.filter((name) => intervals.get(name)?.some((interval) => contains(interval, timeMs))).sort();
}

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone's rules come with Node, daylight saving time among them. */
function wallClock(timeMs: number, location = 'UTC'): WallClock {
  const part = new Map(
    formatFor(location)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day] = [part.get('year') ?? 0, part.get('month') ?? 0, part.get('day') ?? 0];
  const minute = (part.get('hour') ?? 0) * 60 + (part.get('minute') ?? 0);
  return { year, month, day, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

function formatFor(location: string): Intl.DateTimeFormat {
  const known = formats.get(location);
  if (known) return known;
  const numeric = 'numeric' as const;
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };
  const zone = location === 'Local' ? {} : { timeZone: location };
  const format = new Intl.DateTimeFormat('en-US', { ...fields, ...zone, hourCycle: 'h23', calendar: 'gregory' });
  formats.set(location, format);
  return format;
}

export function isLocation(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
}

function within(ranges: readonly Range[], holds: (range: Range) => boolean): boolean {
  return ranges.length === 0 || ranges.some(holds);
}

function includes(value: number): (range: Range) => boolean {
  return ({ begin, end }) => value >= begin && value <= end;
}

/** Days past the month's end are its last day; a range that begins past it is not in this month. */
function containsDay(days: Range, { year, month, day }: WallClock): boolean {
  const last = new Date(Date.UTC(year, month, 1) - DAY_MS).getUTCDate();
  const inMonth = (each: number) => (each < 0 ? last + each + 1 : each);
  return inMonth(days.begin) <= last && day >= inMonth(days.begin) && day <= Math.min(inMonth(days.end), last);
}
