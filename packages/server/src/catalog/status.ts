import type {
  AlertCounts,
  Instance as ApiInstance,
  Deployment,
  HealthStatus,
  ServiceStatus,
  Slot,
  SlotStatus,
} from '@seaworthy/api';
import { slotNames } from '@seaworthy/api';
import type { Instance } from '../ship/runtime/supervisor.ts';
import type { TrafficState } from '../ship/traffic/traffic.ts';
import { shareOf } from '../ship/traffic/traffic.ts';
import type { ObservedHealth } from './observed-health.ts';
import type { Service } from './service.ts';

/** Everything that a status is made of, as each room knows it. */
export interface StatusParts {
  readonly service: Service;
  readonly instances: readonly Instance[];
  readonly healthOf: (instance: Instance) => ObservedHealth;
  /** Undefined when the proxy could not be asked. */
  readonly traffic: TrafficState | undefined;
  readonly proxy: { readonly pid: number | null; readonly listen: string };
  readonly live: { readonly slot: Slot; readonly version: string } | undefined;
  readonly lastDeployment: Deployment | undefined;
  readonly deploymentCount: number;
  readonly alerts: AlertCounts;
  /** When each warm old slot will be stopped. */
  readonly keptUntilMs: Readonly<Partial<Record<Slot, number>>>;
  readonly uptimeSeconds: number;
}

export function assembleStatus(parts: StatusParts): ServiceStatus {
  const { service, traffic, live, lastDeployment } = parts;
  const slots = slotNames.map((slot) => slotStatus(slot, parts));
  const liveSlot = live?.slot ?? null;
  return {
    service: service.name,
    environment: service.environment,
    liveVersion: live?.version ?? null,
    liveSlot,
    current_environment: liveSlot,
    active_environment: liveSlot,
    health: healthOfService(slots.find(({ slot }) => slot === liveSlot)?.instances ?? [], traffic !== undefined),
    deploymentState: lastDeployment === undefined || lastDeployment.endedAt !== null ? 'idle' : lastDeployment.state,
    deploymentCount: parts.deploymentCount,
    slots,
    proxy: { ...parts.proxy, reachable: traffic !== undefined, paused: traffic?.paused ?? false },
    lastDeployment: lastDeployment ?? null,
    alerts: parts.alerts,
    uptimeSeconds: parts.uptimeSeconds,
  };
}

function slotStatus(slot: Slot, { instances, healthOf, traffic, keptUntilMs }: StatusParts): SlotStatus {
  const own = instances.filter((instance) => instance.slot === slot);
  const until = keptUntilMs[slot];
  return {
    slot,
    version: own[0]?.version ?? null,
    share: traffic === undefined ? 0 : shareOf(traffic.split, slot),
    inFlight: traffic === undefined ? 0 : traffic.slots[slot].reduce((sum, { inFlight }) => sum + inFlight, 0),
    instances: own.map((instance) => toApiInstance(instance, healthOf(instance))),
    keptUntil: until === undefined ? null : new Date(until).toISOString(),
  };
}

export function toApiInstance(instance: Instance, { status, message }: ObservedHealth): ApiInstance {
  const { id, slot, version, host, port, pid, state, restarts, startedAt } = instance;
  return {
    id,
    slot,
    version,
    address: `${host}:${port}`,
    pid,
    state,
    health: whyNotThere[state] === undefined ? status : 'unhealthy',
    healthMessage: whyNotThere[state] ?? message,
    restarts,
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
  };
}

/** A process that is not there is not healthy, whatever it said last. */
const whyNotThere: Readonly<Partial<Record<Instance['state'], string>>> = {
  crash_loop: 'it stops again and again',
  lost: 'its process is gone',
  restarting: 'it is being started again',
};

/**
 * What users meet, by the live slot: some bad instances degrade the service, all of them make it unhealthy. Without a
 * live slot, or while the proxy cannot be asked, nothing is known.
 */
export function healthOfService(live: readonly ApiInstance[], isProxyReachable: boolean): HealthStatus {
  if (live.length === 0 || !isProxyReachable) return 'unknown';
  const count = (status: HealthStatus) => live.filter(({ health }) => health === status).length;
  if (count('unhealthy') === live.length) return 'unhealthy';
  if (count('unhealthy') > 0 || count('degraded') > 0) return 'degraded';
  return count('unknown') > 0 ? 'unknown' : 'healthy';
}
