import type { SloConfig } from '../../config/slo-config.ts';

const DAY_MS = 86_400_000;

/** An objective that promises 99.9 % of requests over thirty days, and differs where a test says so. */
export function sampleSlo(over: Partial<SloConfig> = {}): SloConfig {
  return {
    name: 'availability',
    description: undefined,
    objective: 0.999,
    windowMs: 30 * DAY_MS,
    indicator: { kind: 'availability' },
    minRequests: 100,
    labels: {},
    annotations: {},
    page: { severity: 'critical', labels: {}, annotations: {} },
    ticket: { severity: 'warning', labels: {}, annotations: {} },
    ...over,
  };
}

/** What the first files in testdata are about. */
const availability = [
  sampleSlo({
    description: 'Rings are answered',
    labels: { team: 'door' },
    annotations: { runbook_url: 'https://runbooks.example/bell' },
    ticket: { severity: 'warning', labels: { queue: 'later' }, annotations: {} },
  }),
];

/** One of every other kind. */
const others = [
  sampleSlo({
    name: 'fast',
    objective: 0.99,
    windowMs: 7 * DAY_MS,
    indicator: { kind: 'latency', thresholdMs: 300 },
  }),
  sampleSlo({ name: 'home', objective: 0.995, indicator: { kind: 'probe', probe: 'home' }, minRequests: 10 }),
  sampleSlo({
    name: 'jobs',
    objective: 0.99,
    indicator: {
      kind: 'query',
      counted: 'errors',
      query: 'sum(increase(jobs_failed_total[$window]))',
      total: 'increase(jobs_total[$window])',
    },
  }),
  sampleSlo({
    name: 'pictures',
    objective: 0.99,
    indicator: {
      kind: 'query',
      counted: 'good',
      query: 'increase(pictures_good_total[$window])',
      total: 'increase(pictures_total[$window])',
    },
  }),
];

/** The objectives that each file of unit tests in testdata is about. */
export const testdataSlos: Readonly<Record<string, readonly SloConfig[]>> = {
  'page.test.yaml': availability,
  'ticket.test.yaml': availability,
  'indicators.test.yaml': others,
};
