import type { HealthReport } from '@seaworthy/api';
import type { Health } from '@seaworthy/kit';
import type { InstanceHealth } from '../catalog/instance-health.ts';
import { toApiInstance } from '../catalog/status.ts';
import type { Instance, Supervisor } from '../ship/runtime/supervisor.ts';
import { timeOrNull, timeText } from './wire.ts';

export interface HealthHandlerParts {
  readonly supervisor: Pick<Supervisor, 'list'>;
  readonly instanceHealth: Pick<InstanceHealth, 'of' | 'timesOf'>;
  readonly ownHealth: Pick<Health, 'report'>;
}

/** How the instances of the service are, and the control plane itself. */
export function createHealthHandlers({ supervisor, instanceHealth, ownHealth }: HealthHandlerParts) {
  return {
    instances: () => ({ items: supervisor.list().map((instance) => toSeenInstance(instance, instanceHealth)) }),
    async ownHealth(): Promise<HealthReport> {
      const { checks, ...report } = await ownHealth.report();
      const told = Object.entries(checks).map(([name, check]) => [name, { ...check, details: { ...check.details } }]);
      return { ...report, services: { ...report.services }, checks: Object.fromEntries(told) };
    },
  };
}

function toSeenInstance(instance: Instance, health: HealthHandlerParts['instanceHealth']) {
  const [observed, times] = [health.of(instance), health.timesOf(instance)];
  const checks = Object.entries(times?.checks ?? {});
  return {
    ...toApiInstance(instance, observed),
    report: observed.report,
    answered: times !== undefined && !observed.isSilent,
    askedAt: timeOrNull(times?.askedAtMs),
    since: timeOrNull(times?.whole.sinceMs),
    checksSince: Object.fromEntries(checks.map(([name, { sinceMs }]) => [name, timeText(sinceMs)])),
  };
}
