import { expect, it } from 'vitest';
import { entryQuery, periodOf } from './entry-query.ts';

it('asks for what stands in the address, and for nothing else', () => {
  const search = { actor: 'anna', action: 'deploy*', result: 'refused', text: '', entry: '42', last: '6h' };
  const asked = entryQuery(search, { lastMs: 6 * 3_600_000 });
  expect(asked).toEqual({ since: '6h', actor: 'anna', action: 'deploy*', result: 'refused' });
});

it('passes over a result that there is not', () => {
  expect(entryQuery({ result: 'maybe' }, { lastMs: 3_600_000 })).toEqual({ since: '1h' });
});

it('asks from one moment to another in full', () => {
  const startMs = Date.UTC(2026, 2, 1);
  const period = periodOf({ startMs, endMs: startMs + 60_000 });
  expect(period).toEqual({ since: '2026-03-01T00:00:00.000Z', until: '2026-03-01T00:01:00.000Z' });
});
