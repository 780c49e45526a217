import type { Verdict } from '@seaworthy/api';
import type { Judgement } from '../../analysis/verdict.ts';
import type { Window } from '../../analysis/window.ts';
import { watchWindow } from '../../analysis/window.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import { canaryIndex } from '../steps.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

/**
 * All traffic is with the new release; it is held against what the old one did just before. A first release has nothing
 * to be held against and nothing to go back to: its owner does not wait a window to hear so.
 */
export const analyse: Act = async (context) => {
  const { policy, deployment, slot } = context;
  if (deployment.from === null) return toResult(nothingBefore, policy.release.analysis.onInconclusive);
  const { windowMs, intervalMs } = policy.release.analysis;
  const candidate: Window['candidate'] = ({ bySlot }) => bySlot[slot];
  return judged(context, {
    windowMs,
    intervalMs,
    rules: policy.release.analysis,
    candidate,
    baseline: deployment.baseline,
  });
};

/** Both releases serve: they are held against each other at the same time. */
export const watchCanary: Act = (context) => {
  const { policy, deployment, slot } = context;
  const { from } = deployment;
  const step = policy.release.canary.steps[canaryIndex(deployment.step) ?? -1];
  if (step === undefined || from === null) return Promise.resolve(passed(''));
  return judged(context, {
    windowMs: step.pauseMs,
    intervalMs: policy.release.analysis.intervalMs,
    rules: policy.release.analysis,
    candidate: ({ bySlot }) => bySlot[slot],
    baseline: ({ bySlot }) => bySlot[from.slot],
  });
};

const nothingBefore: Judgement = {
  verdict: 'inconclusive',
  code: 'inconclusive',
  reason: 'no baseline: nothing was live before',
  baseline: null,
  candidate: null,
};

function judged(context: ActContext, window: Window): Promise<StepResult> {
  const { traffic, clock, active, policy } = context;
  return watchedForLoss(context, 'instance_lost', async (signal) => {
    const onInterval = (soFar: Judgement) => active.show({ analysis: toVerdict(soFar) });
    const judgement = await watchWindow(window, { read: traffic.counters, clock, signal, onInterval });
    return toResult(judgement, policy.release.analysis.onInconclusive);
  });
}

function toResult(judgement: Judgement, then: 'complete' | 'pause' | 'roll_back'): StepResult {
  const learned = { analysis: toVerdict(judgement) };
  const { verdict, code, reason: detail } = judgement;
  if (verdict === 'fail') return { status: 'failed', code: code ?? 'error_rate', detail, learned };
  if (verdict === 'inconclusive') return { status: 'inconclusive', then, detail: `inconclusive: ${detail}`, learned };
  return { status: 'passed', detail, learned };
}

function toVerdict({ verdict, reason, baseline, candidate }: Judgement): Verdict {
  return { verdict, reason, baseline, candidate };
}
