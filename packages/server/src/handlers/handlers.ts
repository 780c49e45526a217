import type { AlertCounts, Deployment, LiveEvent, ServiceStatus } from '@seaworthy/api';
import type { InstanceHealth } from '../catalog/instance-health.ts';
import { assembleStatus } from '../catalog/status.ts';
import type { TrafficFeed } from '../catalog/traffic-feed.ts';
import type { Config } from '../config/load.ts';
import { HttpError } from '../http/errors.ts';
import type { EventHub } from '../http/event-hub.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { ReleaseStore } from '../ship/release/store.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';
import type { OccupiedSlot } from '../ship/rollout/slots.ts';
import type { Supervisor } from '../ship/runtime/supervisor.ts';
import type { Traffic, TrafficState } from '../ship/traffic/traffic.ts';
import { shareOf } from '../ship/traffic/traffic.ts';
import type { AccessHandlerParts } from './access.ts';
import { createAccessHandlers } from './access.ts';
import type { AlertHandlerParts } from './alerts.ts';
import { createAlertHandlers } from './alerts.ts';
import { createApprovalHandlers } from './approvals.ts';
import type { AuditHandlerParts } from './audit.ts';
import { createAuditHandlers } from './audit.ts';
import type { ConfigHandlerParts } from './config.ts';
import { createConfigHandlers } from './config.ts';
import { createDashboardHandlers } from './dashboards.ts';
import type { HealthHandlerParts } from './health.ts';
import { createHealthHandlers } from './health.ts';
import type { LogHandlerParts } from './logs.ts';
import { createLogHandlers } from './logs.ts';
import { createReleaseHandlers } from './releases.ts';
import type { SecretHandlerParts } from './secrets.ts';
import { createSecretHandlers } from './secrets.ts';
import { createSloHandlers } from './slos.ts';
import type { TelemetryHandlerParts } from './telemetry.ts';
import { createTelemetryHandlers } from './telemetry.ts';
import type { TraceHandlerParts } from './traces.ts';
import { createTraceHandlers } from './traces.ts';

/** What the routes are made of. */
export interface HandlerParts
  extends AccessHandlerParts,
    AlertHandlerParts,
    ConfigHandlerParts,
    HealthHandlerParts,
    LogHandlerParts,
    SecretHandlerParts,
    TraceHandlerParts {
  readonly audit: AuditHandlerParts['audit'];
  readonly config: Config;
  readonly version: string;
  readonly rollout: Rollout;
  readonly releases: ReleaseStore;
  readonly supervisor: Supervisor;
  readonly traffic: Traffic;
  readonly trafficFeed: TrafficFeed;
  readonly instanceHealth: InstanceHealth;
  /** As it was seen last; undefined while it is away. */
  readonly proxy: { seen(): { readonly pid: number; readonly listen: string | null } | undefined };
  readonly hub: EventHub<LiveEvent>;
  readonly onReader: () => void;
  readonly readStatus: () => Promise<ServiceStatus>;
  readonly clock: Clock;
  /** Stops the service and this process; the answer leaves first. */
  readonly stopAll: () => void;
  readonly telemetry: TelemetryHandlerParts;
}

/** One short function a route: ask the room that knows. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { rollout, releases, hub } = parts;
  return {
    ...createAccessHandlers(parts),
    ...createAlertHandlers(parts),
    ...createApprovalHandlers(parts),
    ...createAuditHandlers(parts),
    ...createConfigHandlers(parts),
    ...createDashboardHandlers(parts),
    ...createHealthHandlers(parts),
    ...createLogHandlers(parts),
    ...createReleaseHandlers({ releases, rollout, liveVersion: () => liveVersion(parts) }),
    ...createSecretHandlers(parts),
    ...createSloHandlers(parts),
    ...createTelemetryHandlers(parts.telemetry),
    ...createTraceHandlers(parts),
    status: () => parts.readStatus(),
    traffic: () => parts.trafficFeed.read().catch(proxyAway),
    deploy: ({ body }, { caller, requestKey }) => rollout.deploy({ ...body, requestedBy: caller.name, requestKey }),
    async deployments({ query }) {
      const { items, nextCursor } = await rollout.list(query);
      return { items: [...items], nextCursor };
    },
    async deployment({ params }) {
      const found = await rollout.get(params.id);
      if (found === undefined) throw new HttpError('not_found', `There is no deployment ${params.id}.`);
      return found;
    },
    rollback: ({ body }, { caller, requestKey }) => rollout.rollback({ ...body, requestedBy: caller.name, requestKey }),
    promote: () => rollout.promote(),
    pause: () => rollout.pause(),
    resume: () => rollout.resume(),
    abort: () => rollout.abort(),
    stop() {
      parts.stopAll();
      return { ok: true };
    },
    version: () => ({ version: parts.version, node: process.version }),
    async *events(_, { lastEventId, signal }) {
      const afterId = Number(lastEventId);
      const isResumed = Number.isSafeInteger(afterId) && Boolean(lastEventId);
      const past = isResumed ? [] : hub.recent();
      parts.onReader();
      // The course of the last minutes, for whoever begins to look; the rest they have asked for just now.
      for (const event of past)
        if (event.type === 'traffic') yield { id: String(event.id), type: event.type, data: event };
      const stream = hub.subscribe({ afterId: isResumed ? afterId : (past.at(-1)?.id ?? 0), signal });
      for await (const { id, value } of stream) yield { id: String(id), type: value.type, data: value };
    },
  };
}

/** The service as every room sees it now; what the proxy would say is unknown while it cannot be asked. */
export async function readStatus(
  parts: Pick<HandlerParts, 'config' | 'rollout' | 'supervisor' | 'traffic' | 'instanceHealth' | 'proxy'>,
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

/** What only the proxy knows cannot be told while it is away. */
export function proxyAway(error: unknown): never {
  throw new HttpError('unavailable', error instanceof Error ? error.message : String(error));
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

async function liveVersion({ rollout, traffic }: Pick<HandlerParts, 'rollout' | 'traffic'>) {
  const [slots, state] = await Promise.all([rollout.slots(), stateOf(traffic)]);
  return serving(slots, state)?.version;
}

/** Undefined while the proxy is away. */
async function stateOf(traffic: Pick<Traffic, 'state'>): Promise<TrafficState | undefined> {
  return traffic.state().catch(() => undefined);
}

async function lastDeployment(rollout: Rollout): Promise<Deployment | undefined> {
  return rollout.active() ?? (await rollout.list({ limit: 1 })).items[0];
}
