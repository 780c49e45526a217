import { z } from 'zod';
import { AlertCounts } from './alert.ts';
import { Deployment } from './deployment.ts';
import { DeploymentState, HealthStatus, InstanceState, Slot, Timestamp } from './vocabulary.ts';

export const Instance = z.object({
  id: z.string(),
  slot: Slot,
  version: z.string(),
  address: z.string(),
  pid: z.number().nullable(),
  state: InstanceState,
  health: HealthStatus,
  healthMessage: z.string(),
  restarts: z.number(),
  startedAt: Timestamp.nullable(),
});
export type Instance = z.infer<typeof Instance>;

export const SlotStatus = z.object({
  slot: Slot,
  version: z.string().nullable(),
  /** Share of traffic, 0 to 1, as the proxy has it. */
  share: z.number(),
  inFlight: z.number(),
  instances: z.array(Instance),
  /** When the warm old slot will be stopped. */
  keptUntil: Timestamp.nullable(),
});
export type SlotStatus = z.infer<typeof SlotStatus>;

export const ServiceStatus = z.object({
  service: z.string(),
  environment: z.string(),
  liveVersion: z.string().nullable(),
  liveSlot: Slot.nullable(),
  /** Both names of the original documents are served; they are always equal. */
  current_environment: Slot.nullable(),
  active_environment: Slot.nullable(),
  health: HealthStatus,
  deploymentState: DeploymentState,
  deploymentCount: z.number(),
  slots: z.array(SlotStatus),
  proxy: z.object({ reachable: z.boolean(), pid: z.number().nullable(), listen: z.string(), paused: z.boolean() }),
  lastDeployment: Deployment.nullable(),
  alerts: AlertCounts,
  uptimeSeconds: z.number(),
});
export type ServiceStatus = z.infer<typeof ServiceStatus>;

/** The proxy's counters since it started, and the last seconds as rates: what the console draws. */
export const Traffic = z.object({
  time: Timestamp,
  requestsPerSecond: z.number(),
  errorsPerSecond: z.number(),
  p50LatencyMs: z.number().nullable(),
  p95LatencyMs: z.number().nullable(),
  totals: z.object({ requests: z.number(), failed: z.number(), retried: z.number() }),
  slots: z.array(
    z.object({
      slot: Slot,
      requestsPerSecond: z.number(),
      errorsPerSecond: z.number(),
      p95LatencyMs: z.number().nullable(),
      inFlight: z.number(),
    }),
  ),
});
export type Traffic = z.infer<typeof Traffic>;

export const CheckResult = z.object({
  status: HealthStatus,
  message: z.string(),
  durationMs: z.number(),
  details: z.record(z.string(), z.unknown()),
});

/** The body of `/health` and its aliases, for Seaworthy and for every service that uses the kit. */
export const HealthReport = z.object({
  status: HealthStatus,
  timestamp: Timestamp,
  services: z.record(z.string(), HealthStatus),
  checks: z.record(z.string(), CheckResult),
  summary: z.object({
    total: z.number(),
    healthy: z.number(),
    degraded: z.number(),
    unhealthy: z.number(),
    unknown: z.number(),
  }),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** An instance with what it said of itself, and when. */
export const SeenInstance = Instance.extend({
  report: HealthReport.nullable(),
  answered: z.boolean().describe('False: it gave no answer when it was asked last, so its checks are unknown.'),
  askedAt: Timestamp.nullable(),
  since: Timestamp.nullable().describe('Since when it is seen with this health.'),
  checksSince: z.record(z.string(), Timestamp).describe('The same for each of its checks.'),
});
export type SeenInstance = z.infer<typeof SeenInstance>;

/** What a `changed` event may be about: whoever shows something of it reads it anew. */
export const ChangeTopic = z.enum([
  'alerts',
  'silences',
  'rules',
  'notifications',
  'slos',
  'logs',
  'traces',
  'health',
  'dashboards',
  'approvals',
  'audit',
  'access',
  'secrets',
  'config',
]);
export type ChangeTopic = z.infer<typeof ChangeTopic>;

/** One entry of the live stream; `id` counts up and resumes the stream by `Last-Event-ID`. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ id: z.number(), time: Timestamp, type: z.literal('deployment'), deployment: Deployment }),
  z.object({ id: z.number(), time: Timestamp, type: z.literal('status'), status: ServiceStatus }),
  z.object({ id: z.number(), time: Timestamp, type: z.literal('traffic'), traffic: Traffic }),
  z.object({ id: z.number(), time: Timestamp, type: z.literal('changed'), topic: ChangeTopic }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
