import { describe, expect, it } from 'vitest';
import { alertmanagerTables, noTables } from '../matchers/testing.ts';
import { Page } from '../yaml/page.ts';
import { mutedBy } from './mutes.ts';
import { parseIntervals } from './parse.ts';
import type { TimeInterval } from './time-interval.ts';
import { contains } from './time-interval.ts';

const tables = alertmanagerTables();

interface IntervalCase {
  readonly yaml: string;
  readonly contains?: readonly string[];
  readonly excludes?: readonly string[];
  readonly error?: string | true;
  readonly notInConfiguration?: string;
}

interface MuteCase {
  readonly mute?: readonly string[];
  readonly active?: readonly string[];
  readonly now: string;
  readonly mutedBy: readonly string[];
}

describe.skipIf(tables === undefined)(
  tables ? "Alertmanager's time intervals" : `Alertmanager's time intervals: ${noTables}`,
  () => {
    const cases = (tables?.['timeIntervals']?.cases ?? []) as IntervalCase[];
    it.each(cases.filter((row) => row.error !== undefined))('$yaml is refused', ({ yaml, error }) => {
      expect(read(yaml).problems.join()).toMatch(error === true ? /start|timestamp/ : String(error));
    });

    it.each(cases.filter((row) => row.error === undefined && row.notInConfiguration === undefined))('$yaml', (row) => {
      const { intervals, problems } = read(row.yaml);
      expect(problems).toEqual([]);
      const isIn = (text: string) => intervals.some((interval) => contains(interval, rfc822(text)));
      expect(row.contains?.filter((text) => !isIn(text))).toEqual([]);
      expect(row.excludes?.filter(isIn)).toEqual([]);
    });

    it('with days that a file may not say: from the month before its first', () => {
      const row = cases.find((each) => each.notInConfiguration !== undefined);
      const june = { times: [], weekdays: [], years: [], months: [{ begin: 6, end: 6 }] };
      const isIn = (text: string) => contains({ ...june, daysOfMonth: [{ begin: -31, end: 31 }] }, rfc822(text));
      expect(row?.contains?.filter((text) => !isIn(text))).toEqual([]);
      expect(row?.excludes?.filter(isIn)).toEqual([]);
    });

    const mutes = tables?.['muteNames'] as unknown as {
      readonly timeIntervals: Record<string, unknown>;
      readonly cases: readonly MuteCase[];
    };
    it.each(mutes?.cases ?? [])(
      '$mute or outside $active at $now',
      ({ mute = [], active = [], now, mutedBy: names }) => {
        const named = new Map(
          Object.entries(mutes.timeIntervals).map(([name, list]) => [name, read(JSON.stringify(list)).intervals]),
        );
        expect(mutedBy({ mute, active }, named, Date.parse(now))).toEqual(names);
      },
    );
  },
);

describe('days of a month', () => {
  it.each([
    ['27:-1', []],
    ['28:-1', ['end day -1 is always before start day 28']],
  ])('%s are judged as in Alertmanager', (days, problems) => {
    expect(read(`- days_of_month: ['${days}']`).problems).toEqual(problems);
  });
});

describe('a location', () => {
  const officeHours = read(`- times: [{start_time: '09:00', end_time: '17:00'}]\n  location: Europe/Berlin`).intervals;
  const isOpen = (time: string) => officeHours.some((interval) => contains(interval, Date.parse(time)));

  it('keeps its hours over a change of the clocks', () => {
    // 31 March 2024: the clocks go from 2 to 3 in Berlin.
    expect(['2024-03-30T08:00Z', '2024-03-30T07:59Z', '2024-03-31T07:00Z', '2024-03-31T15:00Z'].map(isOpen)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('lets an hour that comes twice count twice, and one that never comes not at all', () => {
    const night = read(`- times: [{start_time: '02:00', end_time: '03:00'}]\n  location: Europe/Berlin`).intervals;
    const isNight = (time: string) => night.some((interval) => contains(interval, Date.parse(time)));
    expect(['2024-10-27T00:30Z', '2024-10-27T01:30Z', '2024-10-27T02:00Z'].map(isNight)).toEqual([true, true, false]);
    expect(['2024-03-31T00:59Z', '2024-03-31T01:00Z'].map(isNight)).toEqual([false, false]);
  });

  it('that does not exist is told with its place', () => {
    const page = new Page('- location: Europe/Atlantis', 'intervals.yml');
    parseIntervals(page.root);
    expect(page.problems).toMatchObject([{ message: 'unknown time zone Europe/Atlantis', line: 1, column: 13 }]);
  });
});

function read(yaml: string): { readonly intervals: TimeInterval[]; readonly problems: string[] } {
  const page = new Page(yaml, 'intervals.yml');
  const intervals = parseIntervals(page.root);
  return { intervals, problems: page.problems.map(({ message }) => message) };
}

/** `08 Jul 20 09:00 +0000` */
function rfc822(text: string): number {
  const [day, month, year, time, zone] = text.split(' ');
  return Date.parse(`${day} ${month} 20${year} ${time} ${zone}`);
}
