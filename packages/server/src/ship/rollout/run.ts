import type { Logger } from '@seaworthy/kit/logging';
import { TrafficError } from '../traffic/traffic.ts';
import type { ActiveDeployment } from './active.ts';
import type { RolloutTools } from './acts/act.ts';
import { actOf } from './acts/index.ts';
import type { StoredDeployment } from './deployment.ts';
import { watchedForLoss } from './instance-watch.ts';
import { Interruption } from './interruption.ts';
import type { StepResult } from './plan.ts';
import { afterStep, MAX_ATTEMPTS } from './plan.ts';
import { routeOf } from './route.ts';
import { settleSlots } from './settle.ts';
import type { Step } from './steps.ts';
import { isWatching } from './steps.ts';
import type { DeploymentStore } from './store.ts';

/**
 * Where tests kill the process: right after transition `seq` was stored, and right after it was acted on. Does nothing
 * unless somebody hands one in.
 */
export type FaultPoint = (seq: number, name: string, moment: 'stored' | 'acted') => void | Promise<void>;

export interface RunTools extends RolloutTools {
  readonly store: DeploymentStore;
  readonly logger: Pick<Logger, 'warn'>;
  readonly faultPoint: FaultPoint;
}

/** `left`: the deployment is not over, but not ours to go on with now. */
export type RunEnd = 'ended' | 'left';

/** Does what is stored, stores what comes next, until nothing does. */
export async function runDeployment(active: ActiveDeployment, tools: RunTools): Promise<RunEnd> {
  for (;;) {
    const { seq, step } = active.current;
    await tools.faultPoint(seq, step, 'stored');
    if (step === 'end') return 'ended';
    try {
      const result = await act(active, step, tools);
      await tools.faultPoint(seq, step, 'acted');
      await countRequests(active, tools);
      await advance(active, result, tools);
    } catch (error) {
      if (isLeaving(error)) return 'left';
      throw error;
    }
  }
}

/** Whatever the act throws that is not an interruption is our own failure: forward it turns the deployment back. */
async function act(active: ActiveDeployment, step: Exclude<Step, 'end'>, tools: RunTools): Promise<StepResult> {
  for (let tries = 1; ; tries += 1) {
    const given = givenUp(active.current, step);
    if (given !== undefined) return given;
    const signal = active.signalFor(step);
    try {
      return await attempt(active, step, tools, signal);
    } catch (error) {
      if (isLeaving(error)) throw error;
      if (error instanceof Interruption) continue;
      tools.logger.warn('a step of a deployment failed', { deploymentId: active.current.id, step, tries, error });
      if (active.current.state !== 'rolling_back' || tries >= MAX_ATTEMPTS) return failedBy(error);
      await tools.clock.sleep(BACKWARD_RETRY_MS, signal);
    }
  }
}

/** The way back is tried again: between two versions nobody is served well. */
const BACKWARD_RETRY_MS = 1_000;

async function attempt(
  active: ActiveDeployment,
  step: Exclude<Step, 'end'>,
  tools: RunTools,
  signal: AbortSignal,
): Promise<StepResult> {
  const { slot } = active.current;
  if (slot === null) throw new Error('a deployment without a slot has nothing to act on');
  const context = { ...tools, deployment: active.current, slot, active, signal };
  if (!active.current.isPaused) return actOf(step)(context);
  // While it is held the candidate may serve users: it is watched all the same.
  const lost = await watchedForLoss(context, 'instance_lost', async (inner) => {
    await active.untilGoing(inner);
    return goesOn;
  });
  return lost === goesOn ? attempt(active, step, tools, signal) : lost;
}

const goesOn: StepResult = { status: 'passed', detail: '' };

/** What the step comes to without being begun, because of what was asked or of what happened before. */
function givenUp({ intent, attempt, state }: StoredDeployment, step: Step): StepResult | undefined {
  if (state === 'rolling_back') return undefined;
  if (intent === 'abort') return { status: 'failed', code: 'aborted', detail: 'aborted on request' };
  if (intent === 'promote' && isWatching(step)) return { status: 'skipped', detail: 'promoted on request' };
  if (attempt <= MAX_ATTEMPTS) return undefined;
  const detail = `the control plane was interrupted ${MAX_ATTEMPTS} times in this step`;
  return { status: 'failed', code: 'interrupted', detail };
}

/** Counts that cannot be had now are had at the next step, by the same counters. */
async function countRequests(active: ActiveDeployment, { traffic }: RunTools): Promise<void> {
  const counters = await traffic.counters().catch(() => undefined);
  if (counters !== undefined) active.count(counters);
}

async function advance(active: ActiveDeployment, result: StepResult, tools: RunTools): Promise<void> {
  const { clock, policy, slots, store } = tools;
  const now = clock.now();
  await active.transition((deployment) => afterStep(deployment, result, routeOf(deployment, policy), now), {
    what: nameOf,
    also: (changed, db) => settleSlots(changed, { slots, store, keepUntil: now + policy.release.keepPreviousMs, db }),
  });
}

/** What the history calls the transition that led to this. */
function nameOf({ step, isPaused, outcome }: StoredDeployment): string {
  if (step === 'end') return outcome ?? 'ended';
  return isPaused ? 'paused' : step;
}

function failedBy(error: unknown): StepResult {
  const said = error instanceof Error ? error.message : String(error);
  const who =
    error instanceof TrafficError && error.retryable ? 'the proxy cannot be reached' : 'the control plane failed';
  return { status: 'failed', code: 'interrupted', detail: `${who}: ${said}` };
}

function isLeaving(error: unknown): boolean {
  return error instanceof Interruption && (error.kind === 'stopped' || error.kind === 'lease_lost');
}
