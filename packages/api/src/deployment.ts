import { z } from 'zod';
import {
  DeploymentState,
  Outcome,
  PhaseName,
  PhaseStatus,
  ReasonCode,
  RecordStatus,
  Slot,
  Strategy,
  Timestamp,
} from './vocabulary.ts';

export const Reason = z.object({ code: ReasonCode, message: z.string() });
export type Reason = z.infer<typeof Reason>;

export const Phase = z.object({
  name: PhaseName,
  status: PhaseStatus,
  startedAt: Timestamp.nullable(),
  durationMs: z.number().nullable(),
  detail: z.string(),
});
export type Phase = z.infer<typeof Phase>;

/**
 * Requests that the proxy finished while the deployment ran, by its own exact counters.
 * `failed`: answered with 5xx, or cut before the answer was whole. `retried`: sent again after a connection failure.
 */
export const RequestCounts = z.object({ total: z.number(), failed: z.number(), retried: z.number() });
export type RequestCounts = z.infer<typeof RequestCounts>;

/** One side of an analysis: what the proxy counted for a slot in a stretch of time. */
export const Measure = z.object({
  requests: z.number(),
  errors: z.number(),
  errorRate: z.number().nullable(),
  meanLatencyMs: z.number().nullable(),
  p95LatencyMs: z.number().nullable(),
  seconds: z.number(),
  /** Of a baseline: the mean of its slowest second in the last minute; null when no second had enough requests. */
  slowestLatencyMs: z.number().nullable().optional(),
});
export type Measure = z.infer<typeof Measure>;

export const Verdict = z.object({
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  reason: z.string(),
  baseline: Measure.nullable(),
  candidate: Measure.nullable(),
});
export type Verdict = z.infer<typeof Verdict>;

/** One attempt to make a release live: what `deploy --json` prints when it has ended. */
export const Deployment = z.object({
  id: z.string(),
  service: z.string(),
  version: z.string(),
  fromVersion: z.string().nullable(),
  strategy: Strategy,
  slot: Slot.nullable(),
  state: DeploymentState,
  status: RecordStatus,
  paused: z.boolean(),
  outcome: Outcome.nullable(),
  failedPhase: PhaseName.nullable(),
  reason: Reason.nullable(),
  rollback: z.object({ attempted: z.boolean(), success: z.boolean() }),
  phases: z.array(Phase),
  analysis: Verdict.nullable(),
  requests: RequestCounts,
  /** Share of traffic that goes to the candidate, 0 to 1. */
  candidateShare: z.number(),
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  durationMs: z.number(),
  requestedBy: z.string(),
});
export type Deployment = z.infer<typeof Deployment>;

/** Why somebody does it, in their words; it goes into the audit trail. */
export const GivenReason = z.string().trim().min(1).max(300).optional();

/** What steers the deployment under way. */
export const SteerRequest = z.strictObject({ reason: GivenReason });

export const DeployRequest = z.strictObject({
  version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/, 'letters, digits, . _ + -; at most 63'),
  /** A folder or archive on the control plane's own machine. */
  source: z.string().max(4096).optional(),
  image: z.string().max(512).optional(),
  strategy: Strategy.optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(32_768)).default({}),
  dryRun: z.boolean().default(false),
  reason: GivenReason,
  waitLockMs: z.number().int().min(0).max(3_600_000).default(0),
});
export type DeployRequest = z.infer<typeof DeployRequest>;

export const Release = z.object({
  version: z.string(),
  digest: z.string(),
  sizeBytes: z.number(),
  files: z.number(),
  createdAt: Timestamp,
  live: z.boolean(),
});
export type Release = z.infer<typeof Release>;
