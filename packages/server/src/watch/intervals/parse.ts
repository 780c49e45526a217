import type { Field } from '../yaml/field.ts';
import type { Range, TimeInterval } from './time-interval.ts';
import { isLocation } from './time-interval.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const KEYS = ['times', 'weekdays', 'days_of_month', 'months', 'years', 'location'];
const CLOCK = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** A month's days, to compare one counted from its end with one counted from its beginning. */
const COMPARED_DAYS = 28;

/** The list below `time_intervals:` of one name. */
export function parseIntervals(field: Field): TimeInterval[] {
  return field.items().map(parseInterval);
}

function parseInterval(field: Field): TimeInterval {
  const members = field.mapping(KEYS);
  const list = (key: string, parse: (item: Field) => Range | undefined) =>
    (members.get(key)?.items() ?? []).flatMap((item) => parse(item) ?? []);
  const location = parseLocation(members.get('location'));
  return {
    times: list('times', parseTimes),
    weekdays: list('weekdays', (item) => parseRange(item, weekday, beginsBefore('start day cannot be before end day'))),
    daysOfMonth: list('days_of_month', (item) => parseRange(item, dayOfMonth, daysInOrder)),
    months: list('months', (item) => parseRange(item, month, ordered('month'))),
    years: list('years', (item) => parseRange(item, year, ordered('year'))),
    ...(location === undefined ? {} : { location }),
  };
}

function parseLocation(field: Field | undefined): string | undefined {
  const name = field?.text();
  if (name === undefined || name === '') return undefined;
  if (isLocation(name)) return name;
  field?.report(`unknown time zone ${name}`, 'Write a name of the IANA database, such as Europe/Berlin, or UTC.');
  return undefined;
}

function parseTimes(field: Field): Range | undefined {
  const members = field.mapping(['start_time', 'end_time']);
  const [start, end] = [members.get('start_time'), members.get('end_time')];
  if (start === undefined || end === undefined) {
    field.report('both start and end times must be provided', 'Write start_time and end_time, such as 09:00.');
    return undefined;
  }
  const [begin, until] = [minuteOf(start), minuteOf(end)];
  if (begin === undefined || until === undefined) return undefined;
  if (begin < until) return { begin, end: until };
  const fix = 'For a night, write two spans: one to 24:00, and one from 00:00.';
  start.report('start time cannot be equal or greater than end time', fix);
  return undefined;
}

function minuteOf(field: Field): number | undefined {
  const text = field.text();
  if (text === undefined) return undefined;
  if (CLOCK.test(text)) return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  field.report(`couldn't parse timestamp ${text}, invalid format`, 'Write hours and minutes, from 00:00 to 24:00.');
  return undefined;
}

/** What is wrong, or the number that is meant. */
type Read = (text: string) => number | string;
type Check = (range: Range, words: readonly string[]) => string | undefined;

/** `monday:friday`, or one alone. */
function parseRange(field: Field, read: Read, check: Check): Range | undefined {
  const words = (field.text()?.toLowerCase() ?? '').split(':').map((word) => word.trim());
  if (words.length > 2) {
    field.report(`${words.join(':')} is no range`, 'Write one, or the first and the last with a colon between.');
    return undefined;
  }
  const [begin = '', end = begin] = words.map(read);
  const problem = [begin, end].find((each) => typeof each === 'string');
  if (typeof begin === 'string' || typeof end === 'string') {
    field.report(String(problem), 'Correct it.');
    return undefined;
  }
  const wrong = check({ begin, end }, words);
  if (wrong === undefined) return { begin, end };
  field.report(wrong, 'Write the earlier one first; for a range around the end, write two.');
  return undefined;
}

function weekday(text: string): number | string {
  const index = WEEKDAYS.indexOf(text);
  return index < 0 ? `${text} is not a valid weekday` : index;
}

function month(text: string): number | string {
  const number = MONTHS.indexOf(text) + 1 || whole(text);
  return number === undefined || number < 1 || number > 12 ? `${text} is not a valid month` : number;
}

function dayOfMonth(text: string): number | string {
  const number = whole(text);
  if (number === undefined) return `${text} is not a valid day of the month`;
  const isInRange = number !== 0 && Math.abs(number) <= 31;
  return isInRange ? number : `${text} is not a valid day of the month: out of range`;
}

function year(text: string): number | string {
  return whole(text) ?? `${text} is not a valid year`;
}

function whole(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function beginsBefore(message: string): Check {
  return ({ begin, end }) => (begin > end ? message : undefined);
}

function ordered(noun: string): Check {
  return ({ begin, end }, [first, last = first]) =>
    begin > end ? `end ${noun} ${last} is before start ${noun} ${first}` : undefined;
}

function daysInOrder({ begin, end }: Range): string | undefined {
  if (begin < 0 && end > 0) return 'end day must be negative if start day is negative';
  const counted = (day: number) => (day < 0 ? COMPARED_DAYS + day : day);
  return counted(begin) > counted(end) ? `end day ${end} is always before start day ${begin}` : undefined;
}
