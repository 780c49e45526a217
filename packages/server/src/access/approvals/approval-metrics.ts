import type { Metrics } from '@seaworthy/kit';
import type { Approvals } from './approvals.ts';

/** What waits, one series each, so that the rule of the preset raises an alert for each: its labels say what to look at. */
export function registerApprovalMetrics(metrics: Metrics, approvals: Pick<Approvals, 'list'>): void {
  let told: readonly Readonly<Record<'approval' | 'act' | 'asked_by', string>>[] = [];
  metrics.gauge({
    name: 'seaworthy_approvals_waiting',
    help: '1 for each change that waits for a second person.',
    labelNames: ['approval', 'act', 'asked_by'],
    async collect(gauge) {
      const waiting = (await approvals.list('pending')).filter(({ state }) => state === 'pending');
      for (const labels of told) gauge.remove(labels);
      told = waiting.map(({ id, act, askedBy }) => ({ approval: id, act, asked_by: askedBy }));
      for (const labels of told) gauge.set(labels, 1);
    },
  });
}
