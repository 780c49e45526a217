import { sampleSlo, sampleSloAlert } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import {
  leftNumber,
  leftWords,
  measuresText,
  minutesText,
  nearness,
  percentText,
  rateText,
  shareText,
  summaryOf,
  worstFirst,
} from './slo-words.ts';

const left = (ratio: number) => ({ ...sampleSlo().budget, remaining: { ratio, minutes: 1, requests: 1 } });
const slos = [
  sampleSlo({ name: 'a', budget: left(0.9) }),
  sampleSlo({ name: 'b', state: 'unknown' }),
  sampleSlo({ name: 'c', state: 'exhausted', budget: left(-2) }),
  sampleSlo({ name: 'd', budget: left(0.2) }),
  sampleSlo({ name: 'e', state: 'burning', budget: left(0.5) }),
];

it('shows first what needs somebody, and among equals what has the least left', () => {
  expect(
    worstFirst(slos)
      .map(({ name }) => name)
      .join(''),
  ).toBe('cebda');
  expect(summaryOf(slos)).toBe('1 exhausted, 1 burning, 1 unknown, 2 kept');
  expect(summaryOf([])).toBe('');
});

it.each([
  [0.999, '99.9 %'],
  [0.99975, '99.975 %'],
  [1, '100 %'],
  [0.9999999, '99.99999 %'],
  [0.5, '50 %'],
])('%f is promised or kept as %s', (ratio, text) => expect(percentText(ratio)).toBe(text));

it.each([
  [0.824, '82.4 %'],
  [1, '100 %'],
  [-1.2, '−120 %'],
  [-0.005, '−0.5 %'],
])('%f of a budget is %s', (ratio, text) => expect(shareText(ratio)).toBe(text));

it.each([
  [43.2, '43.2 min'],
  [0.5, '30 s'],
  [432, '7.2 h'],
  [-43.2, '−43.2 min'],
])('%f minutes are %s', (minutes, text) => expect(minutesText(minutes)).toBe(text));

it('says rates as one reads them', () => {
  expect([null, 0, 0.25, 14.4, 1000.4].map(rateText)).toEqual(['–', '0×', '0.25×', '14.4×', '1000×']);
});

it('says how near an alert is by the window that is nearest', () => {
  const window = { long: '1h', short: '5m', limit: 10, isBurning: false };
  const alert = sampleSloAlert('page', [
    { ...window, overLong: 5, overShort: 20 },
    { ...window, overLong: null, overShort: 1 },
  ]);
  expect(nearness(alert)).toBe(0.5);
  expect(nearness({ windows: [] })).toBeNull();
});

it.each([
  [0.824, '82.4 % of the budget is left'],
  [-0.42, '42 % more than the budget is spent'],
  [-278.23, '279 times the budget is spent'],
])('%f of the budget reads %s', (ratio, text) => expect(`${leftNumber(ratio)} ${leftWords(ratio)}`).toBe(text));

it('says what is left, or how much too much was spent, as an outage and in what was counted', () => {
  const { budget } = sampleSlo();
  expect(measuresText(budget, 'requests')).toBe('Left are 32.4 min of 43.2 min of outage, or 54 of 72 bad requests.');
  const spent = {
    consumed: { ratio: 2, minutes: 86.4, requests: 144 },
    remaining: { ratio: -1, minutes: -43.2, requests: -72 },
  };
  expect(measuresText({ ...budget, ...spent }, 'looks')).toBe(
    'Like an outage of 86.4 min, where 43.2 min are allowed: 144 bad looks, where 72 are allowed.',
  );
});
