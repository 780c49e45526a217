import type { DeploymentState, PhaseName } from '@seaworthy/api';
import type { DeploymentKind } from './deployment-kind.ts';

/** The smallest thing that is stored before it is done, and that may be done again after a crash. */
export type Step = ForwardStep | BackwardStep | 'end';

export type ForwardStep =
  | 'prepare'
  | 'clear_slot'
  | 'start_instances'
  | 'check_health'
  | 'validate'
  | 'measure_baseline'
  | 'migrate'
  /** Gives the candidate the share of that canary step, */
  | `weigh:${number}`
  /** and watches it beside the old version for the step's pause. */
  | `watch:${number}`
  | 'switch'
  | 'verify_public'
  | 'analyse';

export type BackwardStep = 'switch_back' | 'retire_candidate';

export interface Route {
  readonly kind: DeploymentKind;
  /** Canary steps to take: 0 for blue-green, and where nothing is live that could take the rest. */
  readonly canarySteps: number;
  readonly hasMigration: boolean;
}

/** The way to a release that is live, in order. */
export function forwardSteps(route: Route): readonly ForwardStep[] {
  switch (route.kind) {
    case 'dry_run':
      return [];
    case 'instant_rollback':
      return ['prepare', 'check_health', 'switch', 'verify_public'];
    case 'rollback':
      return ['prepare', 'clear_slot', 'start_instances', 'check_health', 'validate', 'switch', 'verify_public'];
    case 'deploy':
      return [
        ...(['prepare', 'clear_slot', 'start_instances', 'check_health', 'validate', 'measure_baseline'] as const),
        ...(route.hasMigration ? (['migrate'] as const) : []),
        ...canary(route.canarySteps),
        ...(['switch', 'verify_public', 'analyse'] as const),
      ];
  }
}

function canary(steps: number): readonly ForwardStep[] {
  return Array.from({ length: steps }, (_, index) => [`weigh:${index}`, `watch:${index}`] as const).flat();
}

/** The place of a canary step in the policy's list; undefined for every other step. */
export function canaryIndex(step: Step): number | undefined {
  const place = /^(?:weigh|watch):(\d+)$/.exec(step)?.[1];
  return place === undefined ? undefined : Number(place);
}

/** Backward steps belong to no phase: what failed stays the phase that failed. */
export function phaseOf(step: Step): PhaseName | null {
  if (canaryIndex(step) !== undefined) return 'traffic_switch';
  return phases[step as PlainStep];
}

export function stateOf(step: Exclude<Step, 'end'>): DeploymentState {
  if (step === 'switch_back' || step === 'retire_candidate') return 'rolling_back';
  const phase = phaseOf(step);
  return phase === null ? 'preparing' : states[phase];
}

/** Skipped by `promote`: everything that only waits and watches. */
export function isWatching(step: Step): boolean {
  return step === 'analyse' || canaryIndex(step) !== undefined;
}

/** Where somebody may hold a deployment: nothing is half done there. */
export function isPausable(step: Step): boolean {
  const phase = phaseOf(step);
  return phase === 'traffic_switch' || phase === 'analysis';
}

type PlainStep = Exclude<Step, `weigh:${number}` | `watch:${number}`>;

const phases: Record<PlainStep, PhaseName | null> = {
  prepare: 'preparation',
  clear_slot: 'deployment',
  start_instances: 'deployment',
  check_health: 'health_check',
  validate: 'validation',
  measure_baseline: 'traffic_switch',
  migrate: 'traffic_switch',
  switch: 'traffic_switch',
  verify_public: 'final_validation',
  analyse: 'analysis',
  switch_back: null,
  retire_candidate: null,
  end: null,
};

const states: Record<PhaseName, DeploymentState> = {
  preparation: 'preparing',
  deployment: 'deploying',
  health_check: 'deploying',
  validation: 'validating',
  traffic_switch: 'switching',
  final_validation: 'switching',
  analysis: 'analysing',
};
