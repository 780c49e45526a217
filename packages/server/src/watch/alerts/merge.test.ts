import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { afterAbsence, merge } from './merge.ts';

const NOW = 100;

function alert(startsAt: number, endsAt: number, more: Partial<Alert> = {}): Alert {
  const rest = { fingerprint: 'f', labels: { a: 'b' }, annotations: {}, timeout: false, generatorURL: '' };
  return { ...rest, startsAt, endsAt, updatedAt: 50, ...more };
}

describe('an alert that is told again', () => {
  it.each<[string, Alert | undefined, Alert, Partial<Alert>]>([
    ['is as told, when it was not known', undefined, alert(10, 200), { startsAt: 10, endsAt: 200 }],
    ['keeps its earliest start', alert(10, 200), alert(20, 210, { updatedAt: 60 }), { startsAt: 10, endsAt: 210 }],
    ['stands alone when it does not overlap', alert(10, 40), alert(60, 200, { updatedAt: 60 }), { startsAt: 60 }],
    ['keeps a later end that was told', alert(10, 300), alert(20, 200, { updatedAt: 60 }), { endsAt: 300 }],
    [
      'drops a later end that was guessed',
      alert(10, 300, { timeout: true }),
      alert(20, 200, { updatedAt: 60 }),
      { endsAt: 200 },
    ],
    ['is over when its end is told', alert(10, 300), alert(20, 90, { updatedAt: 60 }), { startsAt: 10, endsAt: 90 }],
    ['keeps the later of two ends that are past', alert(10, 95), alert(20, 90, { updatedAt: 60 }), { endsAt: 95 }],
    [
      'takes the words of whoever spoke last',
      alert(10, 200, { updatedAt: 70, annotations: { n: '1' } }),
      alert(20, 150),
      { annotations: { n: '1' } },
    ],
  ])('%s', (_, known, told, expected) => {
    expect(merge(known, told, NOW)).toMatchObject(expected);
  });
});

describe('after the server was away', () => {
  it('what fired goes on for a while, and what was over stays over', () => {
    expect(afterAbsence(alert(10, 60, { updatedAt: 50 }), NOW, 30)).toMatchObject({ endsAt: 130, timeout: true });
    expect(afterAbsence(alert(10, 500, { updatedAt: 50 }), NOW, 30)).toMatchObject({ endsAt: 500, timeout: false });
    expect(afterAbsence(alert(10, 50, { updatedAt: 50 }), NOW, 30)).toMatchObject({ endsAt: 50 });
  });
});
