import { expect, it } from 'vitest';
import { faultsOf, localText, newDraft, noMatcher, requestOf } from './silence-draft.ts';

const now = Date.UTC(2026, 2, 1, 10);
const hour = 3_600_000;
const job = { name: ' job ', operator: '=~', value: 'web.*' } as const;
const whole = { ...newDraft([job], now), comment: ' new camera ' };

it('sends what is wanted, for so long from now, and no empty matcher', () => {
  const draft = { ...whole, matchers: [job, noMatcher] };
  expect(faultsOf(draft, now)).toEqual({});
  expect(requestOf(draft, undefined, now).body).toEqual({
    ...{ matchers: ['job=~"web.*"'], endsAt: '2026-03-01T12:00:00.000Z', comment: 'new camera' },
  });
});

it('counts the duration from a later beginning, and keeps the id of one that is changed', () => {
  const later = { ...whole, startsAt: localText(now + 5 * hour), durationMs: hour };
  expect(requestOf(later, 'abc', now).body).toMatchObject({
    ...{ id: 'abc', startsAt: '2026-03-01T15:00:00.000Z', endsAt: '2026-03-01T16:00:00.000Z' },
  });
});

it('says of every field what is missing', () => {
  expect(Object.keys(faultsOf(newDraft([], now), now))).toEqual(['matchers', 'comment']);
  const past = { ...whole, durationMs: null, endsAt: localText(now - hour) };
  expect(Object.keys(faultsOf(past, now))).toEqual(['end']);
  expect(Object.keys(faultsOf({ ...whole, startsAt: '' }, now))).toEqual(['start', 'end']);
});
