import { Duration, formatDuration, hints, Name, Ratio, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { GivenLabels } from './metrics-relabel.ts';
import { sloWindowsMs } from './slo-config.ts';
import { checkNames, checkSlo } from './slos-checks.ts';

const windows = sloWindowsMs.map(formatDuration).join(', ');

const Annotations = z.record(Text, Text).default({});

const Alerting = {
  labels: GivenLabels.describe('Further labels of the alert.'),
  annotations: Annotations.describe('Further annotations of the alert.'),
  disabled: z.boolean().default(false).describe('Nobody is told.'),
};

const Slo = z.strictObject({
  name: Name.describe('Label "slo" of its series and alerts.'),
  description: Text.optional().describe('What it promises, and to whom.'),
  objective: Ratio.describe('The share that must be good: 99.9%.'),
  window: Duration.prefault('30d').describe(`Over which time, up to now: ${windows}.`),
  availability: z
    .literal(true)
    .register(hints, { expected: 'true', fix: () => 'Write "availability: true".' })
    .optional()
    .describe('Counts what the proxy answers; bad is 5xx, and an answer that was cut.'),
  latency: z
    .strictObject({ threshold: Duration.describe("A bound of the proxy's histogram; slower answers are bad.") })
    .optional(),
  errors: Text.optional().describe('PromQL that counts what is bad within $window; with total.'),
  good: Text.optional().describe('PromQL that counts what is good within $window; with total.'),
  total: Text.optional().describe('PromQL that counts everything within $window.'),
  probe: Name.optional().describe(
    'A probe of metrics.probes: a failed look is bad, one that proved nothing is neither.',
  ),
  minRequests: z
    .int()
    .min(1)
    .optional()
    .describe(
      'With fewer in its long window no alert fires, nor for a single failure. Default: 100 requests, 10 looks of a probe.',
    ),
  labels: GivenLabels.describe('Further labels of its alerts.'),
  annotations: Annotations.describe('Further annotations of its alerts: a runbook_url.'),
  alerting: z
    .strictObject({
      disabled: z.boolean().default(false).describe('Nobody is told of anything; the budget is counted all the same.'),
      page: z
        .strictObject({ severity: Text.default('critical').describe('Label "severity" of the alert.'), ...Alerting })
        .prefault({}),
      ticket: z
        .strictObject({ severity: Text.default('warning').describe('Label "severity" of the alert.'), ...Alerting })
        .prefault({}),
    })
    .prefault({}),
});

/** `slos:` as it may be written. */
export const SlosSection = z.array(Slo.superRefine(checkSlo)).max(50).superRefine(checkNames);
export type SlosSection = z.output<typeof SlosSection>;
