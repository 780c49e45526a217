import type { Split } from '../../traffic/traffic.ts';
import { noTraffic, onlyTo, TrafficError } from '../../traffic/traffic.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import { canaryIndex } from '../steps.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

/** Every new request goes to the new release. */
export const switchTraffic: Act = (context) =>
  watchedForLoss(context, 'instance_lost', () => setSplit(context, onlyTo(context.slot), 1));

/** The canary step's share of new requests goes to the new release, the rest to the old one. */
export const weigh: Act = (context) => {
  const { deployment, policy, slot } = context;
  const step = policy.release.canary.steps[canaryIndex(deployment.step) ?? -1];
  const { from } = deployment;
  // The configuration was changed while the control plane was away: a step that is no more is passed over.
  if (step === undefined || from === null) return Promise.resolve(passed(''));
  const split: Split = { ...noTraffic, [slot]: parts(step.weight), [from.slot]: parts(1 - step.weight) };
  return watchedForLoss(context, 'instance_lost', () => setSplit(context, split, step.weight));
};

async function setSplit({ traffic, slot }: ActContext, split: Split, share: number): Promise<StepResult> {
  try {
    await traffic.setSplit(split);
  } catch (error) {
    if (!(error instanceof TrafficError) || error.code !== 'no_ready_target') throw error;
    return {
      status: 'failed',
      code: 'health_check_failed',
      detail: `went down just before the switch: ${error.message}`,
    };
  }
  return passed(`${Math.round(share * 100)} % to ${slot}`, { candidateShare: share });
}

/** Weights are whole numbers: thousandths keep a share of 0.5 %. */
function parts(share: number): number {
  return Math.round(share * 1_000);
}
