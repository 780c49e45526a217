import { sampleNotification } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { aboutWords, reasonWords } from './delivery-words.ts';

it('says why somebody was told', () => {
  expect(reasonWords(sampleNotification())).toBe('it began');
  expect(reasonWords(sampleNotification({ action: 'acknowledge' }))).toBe('somebody took it on');
  expect(reasonWords(sampleNotification({ reason: 'another_one' }))).toBe('another one');
});

it.each([
  [{ alertname: 'Down', job: 'web' }, 1, 'Down web'],
  [{ job: 'web' }, 3, 'web (3 alerts)'],
  [{}, 1, 'one alert'],
  [{}, 4, '4 alerts'],
])('%j with %i alerts is %s', (groupLabels, alerts, words) => {
  expect(aboutWords({ groupLabels, alerts })).toBe(words);
});
