import { describe, expect, it } from 'vitest';
import type { StatusPageConfig } from '../config/status-page-section.ts';
import { DAY_MS } from './day-pieces.ts';
import type { LedgerEntries } from './ledger.ts';
import { Ledger } from './ledger.ts';
import { makeReport } from './report.ts';
import { availabilityWords, dayWords, duration, headline, percentage } from './words.ts';

const noon = Date.UTC(2030, 0, 10, 12);
const today = Math.floor(noon / DAY_MS);
const config: StatusPageConfig = {
  ...{ title: 'Shop', description: undefined, historyDays: 7, url: undefined },
  components: [{ name: 'Web', probe: undefined }],
};
const ledger = (stored: Partial<LedgerEntries> = {}) =>
  new Ledger({ days: new Map(), outages: [], ...stored }, () => 'out_new');

function reportOf(stored: Partial<LedgerEntries> = {}, over: object = {}) {
  return makeReport({ config, ledgers: [ledger(stored)], nowMs: noon, lookedAtMs: noon - 2_000, ...over });
}
const only = (stored: Partial<LedgerEntries>) => {
  const [component] = reportOf(stored).components;
  if (component === undefined) throw new Error('no component');
  return component;
};

describe('what the public is told', () => {
  it('of days that nobody observed is that they are unknown, and never a share of nothing', () => {
    const component = only({});
    expect(component).toMatchObject({ state: 'unknown', availability: null, observedSeconds: 0 });
    expect(component.days).toHaveLength(7);
    expect(component.days[0]).toEqual({
      ...{ date: '2030-01-04', upSeconds: 0, downSeconds: 0 },
      unknownSeconds: 86_400,
    });
    // Today is as long as it was looked at.
    expect(component.days[6]).toMatchObject({ date: '2030-01-10', unknownSeconds: 43_198 });
    expect(availabilityWords(component)).toBe('not observed yet');
  });

  it('is the share of what was observed, and over how long that was', () => {
    const days = new Map([
      [today - 20, { upMs: 0, downMs: DAY_MS }],
      [today - 1, { upMs: DAY_MS - 864_000, downMs: 864_000 }],
      [today - 2, { upMs: DAY_MS / 2, downMs: 0 }],
    ]);
    const component = only({ days });
    expect(component).toMatchObject({ availability: 0.99333, observedSeconds: 1.5 * 86_400 });
    expect(availabilityWords(component)).toBe('99.33 % up, observed over 1 day');
  });

  it('is never rounded up to all of it: not the share, and not the seconds of a failure', () => {
    const component = only({ days: new Map([[today - 1, { upMs: DAY_MS - 1, downMs: 1 }]]) });
    expect(component.availability).toBe(0.99999);
    expect(percentage(0.99999)).toBe('99.99 %');
    expect(percentage(1)).toBe('100 %');
    expect(component.days[5]?.downSeconds).toBe(1);
  });

  it('is that nothing is known now when nobody has looked for long, whatever was found last', () => {
    const found = ledger();
    found.note({ state: 'up', nowMs: noon, sinceLastMs: Number.POSITIVE_INFINITY });
    const at = (lookedAtMs: number | undefined) => makeReport({ config, ledgers: [found], nowMs: noon, lookedAtMs });
    expect([at(noon).state, at(undefined).state]).toEqual(['up', 'unknown']);
  });

  it('is the same until something changes, a minute passes, or a failure goes on', () => {
    const found = ledger();
    const looks = (count: number, from: number) => {
      for (let index = 0; index < count; index++) {
        found.note({ state: 'up', nowMs: noon + (from + index) * 5_000, sinceLastMs: 5_000 });
      }
      const nowMs = noon + (from + count - 1) * 5_000;
      return JSON.stringify(makeReport({ config, ledgers: [found], nowMs, lookedAtMs: nowMs }));
    };
    looks(14, 0);
    expect(looks(4, 14)).toBe(looks(4, 18));
    expect(looks(4, 22)).not.toBe(looks(12, 26));
  });

  it('has the outages of the days that are shown, the latest first', () => {
    const outage = (id: string, beganAtMs: number, endedAtMs?: number) => ({ id, beganAtMs, endedAtMs, downMs: 1 });
    const long = outage('long', noon - 30 * DAY_MS, noon - 6 * DAY_MS);
    const outages = [outage('old', noon - 30 * DAY_MS, noon - 29 * DAY_MS), long, outage('open', noon - 60_000)];
    expect(reportOf({ outages }).outages).toMatchObject([
      { id: 'open', component: 'Web', endedAt: null, downSeconds: 1 },
      { id: 'long', endedAt: '2030-01-04T12:00:00.000Z' },
    ]);
  });
});

describe('in words', () => {
  const components = (...states: ('up' | 'down' | 'unknown')[]) => ({
    components: states.map((state) => ({ name: 'Web', state, availability: null, observedSeconds: 0, days: [] })),
  });
  it.each([
    [['up'], 'Web is up'],
    [['up', 'up'], 'Everything is up'],
    [['down'], 'Web is down'],
    [['down', 'down'], 'Everything is down'],
    [['down', 'unknown', 'up'], 'Web is down'],
    [['down', 'down', 'up'], '2 of 3 are down'],
    [['unknown', 'up'], 'Up, as far as is known: 1 of 2 not known'],
    [['unknown', 'unknown'], 'It is not known how things are right now'],
  ] as const)('%s is "%s"', (states, words) => expect(headline(components(...states))).toBe(words));

  it.each([
    [{ upSeconds: 86_400, downSeconds: 0, unknownSeconds: 0 }, '5 Jan 2030: up'],
    [{ upSeconds: 0, downSeconds: 0, unknownSeconds: 86_400 }, '5 Jan 2030: not observed'],
    [{ upSeconds: 3_600, downSeconds: 30, unknownSeconds: 7_200 }, '5 Jan 2030: down for 30 s, 2 h not observed'],
  ])('a day %j is "%s"', (day, words) => expect(dayWords({ date: '2030-01-05', ...day })).toBe(words));

  it.each([
    [59, '59 s'],
    [60, '1 min'],
    [7_200, '2 h'],
    [7_325, '2 h 2 min'],
    [90_000, '1 d 1 h'],
  ])('%i seconds are %s', (seconds, words) => expect(duration(seconds)).toBe(words));
});
