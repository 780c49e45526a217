import type { Strategy } from '@seaworthy/api';
import type { HealthRules } from '../gate/health.ts';
import type { HttpStep } from '../gate/http-step.ts';
import type { Address } from '../gate/verdict.ts';

/** What a service's owner decided about its deployments: the parts of the normalized configuration that the rollout needs. */
export interface RolloutPolicy {
  readonly service: string;
  readonly environment: string;
  readonly runtime: {
    readonly command: readonly string[];
    readonly instances: number;
    readonly env: Readonly<Record<string, string>>;
  };
  readonly traffic: { readonly listen: Address; readonly drainTimeoutMs: number };
  readonly health: HealthRules & { readonly readinessPath: string };
  readonly release: {
    readonly strategy: Strategy;
    /** Waited after the instances start, and again after the switch. */
    readonly settleMs: number;
    readonly canary: { readonly steps: readonly CanaryStep[] };
    readonly validation: readonly ValidationStep[];
    readonly analysis: AnalysisPolicy;
    /** What a version is made of when nothing else is said: folder or archive, absolute. */
    readonly source?: string | undefined;
    /** How long the old slot stays warm. */
    readonly keepPreviousMs: number;
    readonly migrate?: MigratePolicy | undefined;
  };
}

export interface CanaryStep {
  /** Share of traffic, above 0 and at most 1. */
  readonly weight: number;
  readonly pauseMs: number;
}

export type ValidationStep =
  | HttpStep
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly timeoutMs: number };

export interface AnalysisPolicy {
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly errorRate: number;
  readonly latencyRatio: number;
  readonly minRequests: number;
  readonly onInconclusive: 'complete' | 'pause' | 'roll_back';
}

export interface MigratePolicy {
  readonly command: readonly string[];
  readonly pauseTraffic: boolean;
  readonly timeoutMs: number;
}
