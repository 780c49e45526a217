import type { LiveEvent, ServiceStatus } from '@seaworthy/api';
import type { TrafficFeed } from '../catalog/traffic-feed.ts';
import type { Config } from '../config/load.ts';
import { HttpError } from '../http/errors.ts';
import type { EventHub } from '../http/event-hub.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { ReleaseStore } from '../ship/release/store.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';
import type { Traffic } from '../ship/traffic/traffic.ts';
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
import { createDeploymentHandlers } from './deployments.ts';
import { createEventHandlers } from './events.ts';
import type { HealthHandlerParts } from './health.ts';
import { createHealthHandlers } from './health.ts';
import type { LogHandlerParts } from './logs.ts';
import { createLogHandlers } from './logs.ts';
import { createReleaseHandlers } from './releases.ts';
import type { SecretHandlerParts } from './secrets.ts';
import { createSecretHandlers } from './secrets.ts';
import { createSloHandlers } from './slos.ts';
import { liveVersion } from './status.ts';
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
  readonly traffic: Traffic;
  readonly trafficFeed: TrafficFeed;
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
  const { rollout, releases } = parts;
  return {
    ...createAccessHandlers(parts),
    ...createAlertHandlers(parts),
    ...createApprovalHandlers(parts),
    ...createAuditHandlers(parts),
    ...createConfigHandlers(parts),
    ...createDashboardHandlers(parts),
    ...createDeploymentHandlers(parts),
    ...createEventHandlers(parts),
    ...createHealthHandlers(parts),
    ...createLogHandlers(parts),
    ...createReleaseHandlers({ releases, rollout, liveVersion: () => liveVersion(parts) }),
    ...createSecretHandlers(parts),
    ...createSloHandlers(parts),
    ...createTelemetryHandlers(parts.telemetry),
    ...createTraceHandlers(parts),
    status: () => parts.readStatus(),
    traffic: () => parts.trafficFeed.read().catch(proxyAway),
    stop() {
      parts.stopAll();
      return { ok: true };
    },
    version: () => ({ version: parts.version, node: process.version }),
  };
}

/** What only the proxy knows cannot be told while it is away. */
export function proxyAway(error: unknown): never {
  throw new HttpError('unavailable', error instanceof Error ? error.message : String(error));
}
