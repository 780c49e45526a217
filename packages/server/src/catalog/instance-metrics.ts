import type { HealthStatus } from '@seaworthy/api';
import type { Metrics } from '@seaworthy/kit';
import type { Instance } from '../ship/runtime/supervisor.ts';
import type { InstanceHealth } from './instance-health.ts';

export interface InstanceMetricsOptions {
  readonly metrics: Metrics;
  readonly instances: () => readonly Instance[];
  readonly health: Pick<InstanceHealth, 'of'>;
}

/** What is unknown has no sample: a gap is the truth. */
const values: Readonly<Record<HealthStatus, number | undefined>> = {
  healthy: 1,
  degraded: 0.5,
  unhealthy: 0,
  unknown: undefined,
};

interface CheckLabels {
  readonly instance_id: string;
  readonly slot: string;
  readonly check: string;
  readonly [label: string]: string;
}

/** The history of the instances' checks: what the metrics of the control plane say, its sample store keeps. */
export function registerInstanceMetrics({ metrics, instances, health }: InstanceMetricsOptions): void {
  let told: readonly CheckLabels[] = [];
  metrics.gauge({
    name: 'seaworthy_instance_check',
    help: 'What an instance says of a check: 1 healthy, 0.5 degraded, 0 unhealthy; nothing while it is unknown.',
    labelNames: ['instance_id', 'slot', 'check'],
    collect(gauge) {
      for (const labels of told) gauge.remove(labels);
      const seen = instances().flatMap((instance) => samplesOf(instance, health));
      told = seen.map(({ labels }) => labels);
      for (const { labels, value } of seen) gauge.set(labels, value);
    },
  });
}

function samplesOf(instance: Instance, health: Pick<InstanceHealth, 'of'>) {
  const { checks = {} } = health.of(instance).report ?? {};
  return Object.entries(checks).flatMap(([check, { status }]) => {
    const value = values[status];
    const labels: CheckLabels = { instance_id: instance.id, slot: instance.slot, check };
    return value === undefined ? [] : [{ labels, value }];
  });
}
