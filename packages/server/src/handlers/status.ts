import type { AlertCounts, Deployment, ServiceStatus } from '@seaworthy/api';
import type { InstanceHealth } from '../catalog/instance-health.ts';
import { assembleStatus } from '../catalog/status.ts';
import type { Config } from '../config/load.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';
import type { OccupiedSlot } from '../ship/rollout/slots.ts';
import type { Supervisor } from '../ship/runtime/supervisor.ts';
import type { Traffic, TrafficState } from '../ship/traffic/traffic.ts';
import { shareOf } from '../ship/traffic/traffic.ts';

export interface StatusParts {
  readonly config: Config;
  readonly rollout: Rollout;
  readonly supervisor: Supervisor;
  readonly traffic: Traffic;
  readonly instanceHealth: InstanceHealth;
  /** As it was seen last; undefined while it is away. */
  readonly proxy: { seen(): { readonly pid: number; readonly listen: string | null } | undefined };
}

/** The service as every room sees it now; what the proxy would say is unknown while it cannot be asked. */
export async function readStatus(
  parts: StatusParts,
  alerts: AlertCounts,
  uptimeSeconds: number,
): Promise<ServiceStatus> {
  const { config, rollout, supervisor, proxy } = parts;
  const [traffic, occupied, deploymentCount, last] = await Promise.all([
    stateOf(parts.traffic),
    rollout.slots(),
    rollout.count(),
    lastDeployment(rollout),
  ]);
  const live = serving(occupied, traffic);
  const { host, port } = config.service.traffic.listen;
  return assembleStatus({
    service: { name: config.service.service, environment: config.service.environment },
    instances: supervisor.list(),
    healthOf: (instance) => parts.instanceHealth.of(instance),
    traffic,
    proxy: { pid: proxy.seen()?.pid ?? null, listen: proxy.seen()?.listen ?? `${host}:${port}` },
    live: live && { slot: live.slot, version: live.version },
    lastDeployment: last,
    deploymentCount,
    alerts,
    keptUntilMs: Object.fromEntries(
      occupied.flatMap(({ slot, keptUntil }) => (keptUntil === null ? [] : [[slot, keptUntil]])),
    ),
    uptimeSeconds,
  });
}

/** The version that users meet. */
export async function liveVersion({ rollout, traffic }: Pick<StatusParts, 'rollout' | 'traffic'>) {
  const [slots, state] = await Promise.all([rollout.slots(), stateOf(traffic)]);
  return serving(slots, state)?.version;
}

/**
 * What users meet: the slot that gets most requests, also while it is still being watched. What is recorded as live
 * decides when the proxy cannot say, or gives both the same.
 */
function serving(occupied: readonly OccupiedSlot[], traffic: TrafficState | undefined): OccupiedSlot | undefined {
  const shares = occupied.map((each) => ({
    each,
    share: traffic === undefined ? 0 : shareOf(traffic.split, each.slot),
  }));
  const most = Math.max(0, ...shares.map(({ share }) => share));
  const foremost = shares.filter(({ share }) => share === most).map(({ each }) => each);
  const recorded = occupied.find(({ role }) => role === 'live');
  return most > 0 && foremost.length === 1 ? foremost[0] : recorded;
}

/** Undefined while the proxy is away. */
async function stateOf(traffic: Pick<Traffic, 'state'>): Promise<TrafficState | undefined> {
  return traffic.state().catch(() => undefined);
}

async function lastDeployment(rollout: Rollout): Promise<Deployment | undefined> {
  return rollout.active() ?? (await rollout.list({ limit: 1 })).items[0];
}
