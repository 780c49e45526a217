import type { Value } from './value.ts';
import { asText, Struct } from './value.ts';

/** A point in time as Go's time.Time, in a zone. */
export function timeValue(atMs: number, zone = 'UTC'): Struct {
  const methods = {
    Format: (layout: Value) => formatTime(atMs, asText(layout) ?? '', zone),
    Unix: () => BigInt(Math.floor(atMs / 1000)),
    UnixMilli: () => BigInt(Math.floor(atMs)),
    UTC: () => timeValue(atMs),
    IsZero: () => false,
    String: () => formatTime(atMs, GO_DEFAULT, zone),
  };
  return new TimeStruct(atMs, zone, methods);
}

export class TimeStruct extends Struct {
  constructor(
    readonly atMs: number,
    readonly zone: string,
    methods: Struct['methods'],
  ) {
    super('time.Time', {}, methods, formatTime(atMs, GO_DEFAULT, zone));
  }
}

const GO_DEFAULT = '2006-01-02 15:04:05.999999999 -0700 MST';
const LAYOUT =
  /January|Jan|Monday|Mon|MST|2006|Z07:00|-07:00|-0700|-07|[.,]0+(?!\d)|[.,]9+(?!\d)|002|01|02|03|04|05|06|15|PM|pm|_2|1|2|3|4|5/g;

/** A time by Go's layout: `2006-01-02 15:04:05`. */
export function formatTime(atMs: number, layout: string, zone = 'UTC'): string {
  const fields = fieldsOf(atMs, zone);
  return layout.replace(LAYOUT, (part) => fields(part));
}

function fieldsOf(atMs: number, zone: string): (part: string) => string {
  const offsetMinutes = zone === 'UTC' ? 0 : zoneOffsetMinutes(atMs, zone);
  const local = new Date(atMs + offsetMinutes * 60_000);
  const [month, day, hours] = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours()];
  const twelve = hours % 12 === 0 ? 12 : hours % 12;
  const name = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(local);
  const table: Readonly<Record<string, () => string>> = {
    '2006': () => String(local.getUTCFullYear()).padStart(4, '0'),
    '06': () => two(local.getUTCFullYear() % 100),
    '01': () => two(month),
    '1': () => String(month),
    Jan: () => name({ month: 'short' }),
    January: () => name({ month: 'long' }),
    '02': () => two(day),
    '2': () => String(day),
    _2: () => String(day).padStart(2),
    '002': () => String(dayOfYear(local)).padStart(3, '0'),
    Mon: () => name({ weekday: 'short' }),
    Monday: () => name({ weekday: 'long' }),
    '15': () => two(hours),
    '03': () => two(twelve),
    '3': () => String(twelve),
    '04': () => two(local.getUTCMinutes()),
    '4': () => String(local.getUTCMinutes()),
    '05': () => two(local.getUTCSeconds()),
    '5': () => String(local.getUTCSeconds()),
    PM: () => (hours < 12 ? 'AM' : 'PM'),
    pm: () => (hours < 12 ? 'am' : 'pm'),
    MST: () => (zone === 'UTC' ? 'UTC' : zoneName(atMs, zone)),
    '-0700': () => offsetText(offsetMinutes, ''),
    '-07:00': () => offsetText(offsetMinutes, ':'),
    '-07': () => offsetText(offsetMinutes, '').slice(0, 3),
    'Z07:00': () => (offsetMinutes === 0 ? 'Z' : offsetText(offsetMinutes, ':')),
  };
  return (part) => table[part]?.() ?? fraction(part, local.getUTCMilliseconds());
}

function fraction(part: string, milliseconds: number): string {
  const digits = String(milliseconds)
    .padStart(3, '0')
    .padEnd(9, '0')
    .slice(0, part.length - 1);
  if (part[1] === '0') return part[0] + digits;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : part[0] + trimmed;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dayOfYear(local: Date): number {
  return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function offsetText(minutes: number, separator: string): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}${separator}${two(absolute % 60)}`;
}

/** Throws for a zone that is not known. */
function zoneOffsetMinutes(atMs: number, zone: string): number {
  const text = zonePart(atMs, zone, 'longOffset');
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function zoneName(atMs: number, zone: string): string {
  return zonePart(atMs, zone, 'short');
}

function zonePart(atMs: number, zone: string, style: 'longOffset' | 'short'): string {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style }).formatToParts(atMs);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  } catch {
    throw new Error(`unknown time zone ${zone}`);
  }
}
