import type { HealthStatus, ServiceStatus, Slo } from '@seaworthy/api';
import { sampleInstance, sampleSlo, sampleSlot, sampleStatus } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { healthScore, scoreText, scoreTone } from './health-score.ts';

function serving(...healths: HealthStatus[]): ServiceStatus {
  const instances = healths.map((health, at) => sampleInstance('green', { id: `g-${at}`, health }));
  return sampleStatus({ slots: [sampleSlot('blue', { share: 0, instances: [] }), sampleSlot('green', { instances })] });
}

/** Of whose budget so much is left. */
function objective({ remaining = 1, state = 'ok' }: { remaining?: number | null; state?: Slo['state'] } = {}): Slo {
  const { budget, ...slo } = sampleSlo({ state });
  const left = remaining === null ? null : { ratio: remaining, minutes: 0, requests: 0 };
  return { ...slo, budget: { ...budget, remaining: left } };
}

const calm = { critical: 0, warning: 0, info: 0, firing: 0, silenced: 0, pending: 0 };
const text = (status: ServiceStatus, slos: readonly Slo[] | undefined = []) => scoreText(healthScore(status, slos));

describe('the health score', () => {
  it('is 100 when all is well, with or without objectives', () => {
    expect(text(serving('healthy', 'healthy'))).toBe('100');
    expect(text(serving('healthy'), [objective()])).toBe('100');
  });

  it('goes by the instances that serve: those of an empty share count for nothing', () => {
    expect(text(serving('healthy', 'unhealthy'), [objective()])).toBe('75');
    expect(text(serving('degraded'), [objective()])).toBe('80');
    const old = sampleSlot('blue', { share: 0, instances: [sampleInstance('blue', { health: 'unhealthy' })] });
    expect(text(sampleStatus({ slots: [old, sampleSlot('green')] }))).toBe('100');
  });

  it('weighs the slots by their share of the requests', () => {
    const candidate = sampleSlot('blue', { share: 0.1, instances: [sampleInstance('blue', { health: 'unhealthy' })] });
    const slots = [candidate, sampleSlot('green', { share: 0.9 })];
    expect(text(sampleStatus({ slots }), [objective()])).toBe('95');
  });

  it('is 0 where nobody serves, whatever else is calm', () => {
    expect(text(serving('unhealthy', 'unhealthy'), [objective()])).toBe('0');
  });

  it.each([
    [{ critical: 1 }, '75'],
    [{ warning: 1 }, '93'],
    [{ warning: 4 }, '75'],
    [{ info: 3, silenced: 2, pending: 5 }, '100'],
  ])('loses by alerts that people are told of: %o leaves %s', (alerts, expected) => {
    expect(text({ ...serving('healthy'), alerts: { ...calm, ...alerts } }, [objective()])).toBe(expected);
  });

  it.each([
    [{ remaining: 0.5 }, '100'],
    [{ remaining: 0.25 }, '88'],
    [{ remaining: 0.8, state: 'burning' as const }, '88'],
    [{ remaining: -0.4, state: 'exhausted' as const }, '75'],
  ])('loses by the budget that stands worst: %o leaves %s', (slo, expected) => {
    expect(text(serving('healthy'), [objective(), objective(slo)])).toBe(expected);
  });
});

describe('what is unknown', () => {
  it('is not 100: of a budget, it makes a range', () => {
    const uncounted = objective({ state: 'unknown', remaining: null });
    expect(text(serving('healthy'), [uncounted])).toBe('75–100');
    expect(scoreText(healthScore(serving('healthy'), undefined))).toBe('75–100');
    expect(healthScore(serving('healthy'), [uncounted]).parts.at(-1)).toMatchObject({ points: null, of: 25 });
  });

  it('of one objective hides no other that has nothing left', () => {
    const slos = [objective({ state: 'unknown', remaining: null }), objective({ state: 'exhausted', remaining: -1 })];
    expect(text(serving('healthy'), slos)).toBe('75');
  });

  it('of whoever serves leaves no number at all', () => {
    const lost = { ...serving('healthy'), proxy: { ...sampleStatus().proxy, reachable: false } };
    for (const status of [serving('healthy', 'unknown'), serving(), lost]) {
      const score = healthScore(status, [objective()]);
      expect([scoreText(score), scoreTone(score)]).toEqual(['?', 'unknown']);
    }
  });
});

it('has a word: good from 90 on by what is certain, bad when even the best would be below 60', () => {
  const toneOf = (least: number, most = least) => scoreTone({ least, most, parts: [] });
  expect([toneOf(90), toneOf(89), toneOf(75, 100), toneOf(60), toneOf(59)]).toEqual([
    ...['good', 'doubt', 'doubt', 'doubt', 'bad'],
  ]);
});
