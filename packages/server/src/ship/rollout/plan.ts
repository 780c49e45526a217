import type { Measure, PhaseName, PhaseStatus, ReasonCode, Verdict } from '@seaworthy/api';
import type { StoredDeployment, StoredPhase } from './deployment.ts';
import type { ForwardStep, Step } from './steps.ts';
import { isWatching, phaseOf, stateOf } from './steps.ts';

/** What an act came to. `learned` is kept with the deployment, whatever the status. */
export type StepResult =
  | { readonly status: 'passed' | 'skipped'; readonly detail: string; readonly learned?: Learned }
  | {
      readonly status: 'inconclusive';
      readonly then: OnInconclusive;
      readonly detail: string;
      readonly learned?: Learned;
    }
  | { readonly status: 'failed'; readonly code: ReasonCode; readonly detail: string; readonly learned?: Learned };

export type OnInconclusive = 'complete' | 'pause' | 'roll_back';

export interface Learned {
  readonly analysis?: Verdict;
  readonly baseline?: Measure | null;
  readonly candidateShare?: number;
}

/** More starts of one step than this are no accident: something in it kills the control plane. */
export const MAX_ATTEMPTS = 5;

/** The next stored transition after an act: pure, so that every way through a deployment can be written as a table. */
export function afterStep(
  deployment: StoredDeployment,
  result: StepResult,
  route: readonly ForwardStep[],
  now: number,
): StoredDeployment {
  const known = { ...deployment, ...result.learned };
  if (deployment.state === 'rolling_back') return afterBackwardStep(known, result, now);
  if (result.status === 'failed') return turnBack(known, result.code, result.detail, now);
  const noted = note(known, result.status, result.detail);
  if (result.status !== 'inconclusive') return enter(noted, nextForward(noted, route), now);
  switch (result.then) {
    case 'complete':
      return enter(noted, nextForward(noted, route), now);
    case 'pause':
      return hold(noted);
    case 'roll_back':
      return turnBack(known, 'inconclusive', result.detail, now);
  }
}

/** Nothing more is done forward: what was done is undone, as far as there is something to go back to. */
export function turnBack(
  deployment: StoredDeployment,
  code: ReasonCode,
  message: string,
  now: number,
): StoredDeployment {
  const failedPhase = phaseOf(deployment.step);
  const failed: StoredDeployment = {
    ...deployment,
    isPaused: false,
    failedPhase,
    reason: { code, message: firstLine(message) },
    phases: deployment.phases.map((phase) => closeFailed(phase, failedPhase, message, now)),
  };
  // Until the slot is cleared nothing was touched: there is nothing to undo.
  if (deployment.step === 'prepare' && code !== 'aborted') return end(failed, 'failed', now);
  const rollback = { attempted: deployment.from !== null, success: false };
  const first = deployment.hasTraffic && deployment.from !== null ? 'switch_back' : 'retire_candidate';
  return enter({ ...failed, rollback }, first, now);
}

function afterBackwardStep(deployment: StoredDeployment, result: StepResult, now: number): StoredDeployment {
  const known = result.status === 'failed' ? alsoFailed(deployment, result.detail) : deployment;
  if (deployment.step === 'switch_back') {
    if (result.status === 'failed') return end(known, 'failed', now);
    return enter({ ...known, candidateShare: 0, hasTraffic: false }, 'retire_candidate', now);
  }
  const wentBack = deployment.rollback.attempted;
  const ended = { ...known, candidateShare: 0, rollback: { attempted: wentBack, success: wentBack } };
  return end(ended, wentBack ? 'rolled_back' : 'failed', now);
}

/** Begins a step: `seq` counts it, the phase it belongs to runs, the phase before it has ended. */
export function enter(deployment: StoredDeployment, step: Step, now: number): StoredDeployment {
  if (step === 'end') return end(deployment, 'completed', now);
  const phase = phaseOf(step);
  return {
    ...deployment,
    seq: deployment.seq + 1,
    step,
    attempt: 1,
    state: stateOf(step),
    hasTraffic: deployment.hasTraffic || step === 'switch' || step.startsWith('weigh:'),
    phases: phase === null ? deployment.phases : deployment.phases.map((each) => openPhase(each, phase, now)),
  };
}

/** The same step once more, after the control plane came back. */
export function resume(deployment: StoredDeployment): StoredDeployment {
  return { ...deployment, seq: deployment.seq + 1, attempt: deployment.attempt + 1 };
}

function hold(deployment: StoredDeployment): StoredDeployment {
  return { ...deployment, seq: deployment.seq + 1, isPaused: true };
}

function end(
  deployment: StoredDeployment,
  outcome: 'completed' | 'rolled_back' | 'failed',
  now: number,
): StoredDeployment {
  return {
    ...deployment,
    seq: deployment.seq + 1,
    step: 'end',
    attempt: 0,
    state: outcome === 'completed' ? 'completed' : 'failed',
    outcome,
    endedAt: now,
    isPaused: false,
    phases: deployment.phases.map((phase) => closePhase(phase, now)),
  };
}

/** After `promote`, steps that only wait and watch are passed over. */
function nextForward({ step, intent }: StoredDeployment, route: readonly ForwardStep[]): Step {
  const rest = route.slice(route.indexOf(step as ForwardStep) + 1);
  return rest.find((next) => intent !== 'promote' || !isWatching(next)) ?? 'end';
}

function openPhase(phase: StoredPhase, name: PhaseName, now: number): StoredPhase {
  if (phase.name === name) {
    return {
      ...phase,
      startedAt: phase.startedAt ?? now,
      status: phase.status === 'pending' ? 'running' : phase.status,
    };
  }
  return phase.status === 'pending' || phase.endedAt !== null ? phase : closePhase(phase, now);
}

function closePhase(phase: StoredPhase, now: number): StoredPhase {
  if (phase.status === 'pending') return { ...phase, status: 'skipped' };
  if (phase.startedAt === null || phase.endedAt !== null) return phase;
  return { ...phase, status: phase.status === 'running' ? 'passed' : phase.status, endedAt: now };
}

function closeFailed(phase: StoredPhase, failed: PhaseName | null, message: string, now: number): StoredPhase {
  if (phase.name !== failed) return closePhase(phase, now);
  return {
    ...phase,
    status: 'failed',
    startedAt: phase.startedAt ?? now,
    endedAt: now,
    detail: joined(phase.detail, message),
  };
}

/** What a step found stands in its phase; inconclusive is remembered, so that the phase cannot pass in silence. */
function note(deployment: StoredDeployment, status: PhaseStatus, detail: string): StoredDeployment {
  const name = phaseOf(deployment.step);
  const isKept = status === 'inconclusive' || (status === 'skipped' && deployment.step === 'analyse');
  const kept = isKept ? { status } : {};
  const phases = deployment.phases.map((phase) =>
    phase.name === name ? { ...phase, ...kept, detail: joined(phase.detail, detail) } : phase,
  );
  return { ...deployment, phases };
}

function alsoFailed(deployment: StoredDeployment, detail: string): StoredDeployment {
  const { reason } = deployment;
  if (reason === null) return deployment;
  return { ...deployment, reason: { ...reason, message: `${reason.message}. On the way back: ${detail}` } };
}

function joined(before: string, detail: string): string {
  return [before, detail].filter((text) => text !== '').join('; ');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
