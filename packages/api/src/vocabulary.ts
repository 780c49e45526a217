import { z } from 'zod';

/** The words that the wire, the database and the screens share. One list each; every other place derives from it. */

export const slotNames = ['blue', 'green'] as const;
export const Slot = z.enum(slotNames);
export type Slot = z.infer<typeof Slot>;

/** Phases of a deployment, in the order in which they run. */
export const phaseNames = [
  'preparation',
  'deployment',
  'health_check',
  'validation',
  'traffic_switch',
  'final_validation',
  'analysis',
] as const;
export const PhaseName = z.enum(phaseNames);
export type PhaseName = z.infer<typeof PhaseName>;

export const PhaseStatus = z.enum(['pending', 'running', 'passed', 'failed', 'inconclusive', 'skipped']);
export type PhaseStatus = z.infer<typeof PhaseStatus>;

/** Where a deployment stands. `idle` is the service's state while no deployment runs. */
export const deploymentStates = [
  'idle',
  'preparing',
  'deploying',
  'validating',
  'switching',
  'analysing',
  'completed',
  'failed',
  'rolling_back',
] as const;
export const DeploymentState = z.enum(deploymentStates);
export type DeploymentState = z.infer<typeof DeploymentState>;

/** The six statuses of a deployment's record in the history; see `recordStatus`. */
export const RecordStatus = z.enum(['pending', 'in_progress', 'validating', 'active', 'failed', 'rolled_back']);
export type RecordStatus = z.infer<typeof RecordStatus>;

export const Outcome = z.enum(['completed', 'rolled_back', 'failed', 'refused', 'dry_run']);
export type Outcome = z.infer<typeof Outcome>;

/** Why a deployment was rolled back, failed or was refused. */
export const reasonCodes = [
  'release_rejected',
  'secret_unavailable',
  'start_failed',
  'health_check_failed',
  'validation_failed',
  'error_rate',
  'latency',
  'slo_burn',
  'inconclusive',
  'instance_lost',
  'aborted',
  'migration_failed',
  'lock_held',
  'frozen',
  'no_previous_release',
  'interrupted',
] as const;
export const ReasonCode = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof ReasonCode>;

export const Strategy = z.enum(['blue-green', 'canary', 'rolling']);
export type Strategy = z.infer<typeof Strategy>;

/** `unknown` is neither good nor bad: nothing was measured, or we ourselves could not measure. */
export const HealthStatus = z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']);
export type HealthStatus = z.infer<typeof HealthStatus>;

export const InstanceState = z.enum(['starting', 'running', 'restarting', 'crash_loop', 'stopping', 'stopped', 'lost']);
export type InstanceState = z.infer<typeof InstanceState>;

/** A time on the wire: ISO 8601, UTC, milliseconds. */
export const Timestamp = z.iso.datetime();

/**
 * What a deployment in a state is called in the history: `active` only when its release serves because of it.
 */
export function recordStatus(state: DeploymentState, outcome: Outcome | null): RecordStatus {
  switch (state) {
    case 'completed':
      return outcome === 'completed' ? 'active' : 'pending';
    case 'failed':
      return outcome === 'rolled_back' ? 'rolled_back' : 'failed';
    case 'validating':
    case 'analysing':
      return 'validating';
    case 'idle':
      return 'pending';
    case 'preparing':
    case 'deploying':
    case 'switching':
    case 'rolling_back':
      return 'in_progress';
  }
}
