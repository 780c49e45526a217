import type { ApprovalsConfig } from './approvals-section.ts';
import type { AuditConfig } from './audit-config.ts';
import type { Environment } from './environments.ts';
import type { ForwardConfig } from './forward-config.ts';
import type { Injection } from './inject-config.ts';
import type { ListenAddress } from './listen-address.ts';
import type { LogsConfig } from './logs-section.ts';
import type { MetricsConfig } from './metrics-config.ts';
import type { SloConfig } from './slo-config.ts';
import type { StatusPageConfig } from './status-page-section.ts';
import type { TracesConfig } from './traces-config.ts';

/**
 * The normalized configuration of one service: what `seaworthy.yaml` says once it is loaded, in milliseconds, parsed
 * addresses and absolute paths. Only this type travels through the control plane; the raw file does not.
 */
export interface ServiceConfig {
  readonly service: string;
  readonly environment: Environment;
  /** The file that was read, absolute. */
  readonly file: string;
  /** Relative paths in the file are relative to this folder: the file's own. */
  readonly directory: string;
  readonly runtime: RuntimeConfig;
  readonly traffic: TrafficConfig;
  readonly health: HealthConfig;
  readonly release: ReleaseConfig;
  readonly metrics: MetricsConfig;
  readonly forward: ForwardConfig;
  readonly logs: LogsConfig;
  readonly traces: TracesConfig;
  /** Absolute paths, which may be patterns; names of presets. */
  readonly rules: { readonly files: readonly string[]; readonly presets: readonly string[] };
  /** Absolute paths, which may be patterns. */
  readonly dashboards: readonly string[];
  /** An Alertmanager configuration, absolute; undefined: alerts are written to the log. */
  readonly alertingFile: string | undefined;
  readonly silences: SilencesConfig;
  readonly slos: readonly SloConfig[];
  readonly approvals: ApprovalsConfig;
  readonly audit: AuditConfig;
  /** Undefined: there is no public page. */
  readonly statusPage: StatusPageConfig | undefined;
}

/** What every silence must be like. */
export interface SilencesConfig {
  readonly maximumMs: number;
  readonly ownerRequired: boolean;
  readonly commentRequired: boolean;
  readonly maximumCount: number;
}

export interface RuntimeConfig {
  readonly kind: 'process';
  readonly command: readonly string[];
  /** Per slot. */
  readonly instances: number;
  readonly env: Readonly<Record<string, string>>;
  readonly inject: readonly Injection[];
  readonly stopTimeoutMs: number;
}

export const balances = ['round-robin', 'least-connections', 'weighted', 'response-time', 'cpu'] as const;
/** Those that the built-in proxy can do. */
export type Balance = Exclude<(typeof balances)[number], 'cpu'>;

export interface TrafficConfig {
  readonly kind: 'builtin';
  readonly listen: ListenAddress;
  readonly drainTimeoutMs: number;
  readonly balance: Balance;
}

export interface HealthConfig {
  readonly path: string;
  readonly readinessPath: string;
  readonly intervalMs: number;
  /** Of one probe. */
  readonly timeoutMs: number;
  /** How long a new instance may take until it is ready. */
  readonly deadlineMs: number;
}

export interface ReleaseConfig {
  readonly strategy: 'blue-green' | 'canary';
  /** Waited after the instances start, and again after the switch. */
  readonly settleMs: number;
  readonly canary: { readonly steps: readonly CanaryStep[] };
  readonly validation: readonly ValidationStep[];
  /** Folder or archive of the first release, absolute; `up` deploys it when nothing is live yet. */
  readonly source: string | undefined;
  readonly version: string | undefined;
  readonly analysis: AnalysisConfig;
  readonly keepPreviousMs: number;
  readonly migrate: MigrateConfig | undefined;
}

export interface CanaryStep {
  /** Share of traffic, above 0 and at most 1. */
  readonly weight: number;
  readonly pauseMs: number;
}

export type ValidationStep =
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly timeoutMs: number };

export interface AnalysisConfig {
  readonly windowMs: number;
  readonly intervalMs: number;
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate: number;
  /** How many times slower than the baseline the candidate may be. */
  readonly latencyRatio: number;
  readonly minRequests: number;
  readonly onInconclusive: 'complete' | 'pause' | 'roll_back';
}

export interface MigrateConfig {
  readonly command: readonly string[];
  readonly pauseTraffic: boolean;
  readonly timeoutMs: number;
}
