import { ask } from '../../gate/ask.ts';
import { awaitHealthy } from '../../gate/health.ts';
import { urlOf } from '../../gate/verdict.ts';
import type { Instance } from '../../runtime/supervisor.ts';
import type { Probe } from '../../traffic/traffic.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import type { RolloutPolicy } from '../policy.ts';
import type { Act, ActContext } from './act.ts';
import { instancesOf, passed } from './act.ts';

/**
 * Two opinions: our own poll of the health path, then the data plane's probes from where the requests will come. An
 * instant rollback starts here: what should run in the slot is made to run first.
 */
export const checkHealth: Act = async (context) => {
  const { slot, slots, supervisor } = context;
  const occupied = await slots.get(slot);
  if (occupied === undefined) throw new Error(`slot ${slot} is empty`);
  await supervisor.ensure(slot, occupied.contents.wanted);
  return watchedForLoss(context, 'start_failed', (signal) => untilHealthy({ ...context, signal }));
};

async function untilHealthy(context: ActContext): Promise<StepResult> {
  const { policy, supervisor, slot, clock, signal } = context;
  const { health } = policy;
  const deadline = clock.monotonicMs() + health.deadlineMs;
  const ours = await awaitHealthy(instancesOf(supervisor, slot), health, { clock, signal });
  if (ours.verdict !== 'pass') return unhealthy(ours.reason);
  const left = Math.ceil(Math.max(MIN_PROBE_MS, deadline - clock.monotonicMs()));
  const theirs = await letProbe(context, left);
  return theirs ?? passed(ours.reason);
}

/** The proxy gets a fair try even when the service took nearly all the time there was. */
const MIN_PROBE_MS = 1_000;

async function letProbe(context: ActContext, deadlineMs: number): Promise<StepResult | undefined> {
  const { slot, slots, supervisor, traffic, policy, signal } = context;
  const instances = instancesOf(supervisor, slot);
  const path = await probePath(policy, instances[0], signal);
  const occupied = await slots.get(slot);
  if (occupied !== undefined) await slots.put({ ...occupied, contents: { ...occupied.contents, probePath: path } });
  await traffic.setTargets(slot, instances.map(toTarget), probeOf(policy, path));
  const { ready, targets } = await traffic.awaitReady(slot, deadlineMs, signal);
  if (ready) return undefined;
  const bad = targets.find(({ health }) => health !== 'up');
  return unhealthy(`the proxy's probes of ${path} did not pass: ${bad?.lastProbe ?? 'no target'}`);
}

/** A service that has no readiness path of its own is asked for its health. */
async function probePath(policy: RolloutPolicy, instance: Instance | undefined, signal: AbortSignal): Promise<string> {
  const { readinessPath, path, timeoutMs } = policy.health;
  if (instance === undefined || readinessPath === path) return path;
  const answer = await ask({ url: urlOf(instance, readinessPath), timeoutMs, signal }).catch(() => undefined);
  signal.throwIfAborted();
  return answer?.status === 404 ? path : readinessPath;
}

/** One good answer lets a target in: it has passed our own check before. Two bad ones in a row put it out. */
export function probeOf({ health }: RolloutPolicy, path: string): Probe {
  return { path, intervalMs: health.intervalMs, timeoutMs: health.timeoutMs, rise: 1, fall: 2 };
}

export function toTarget({ id, host, port }: Instance) {
  return { id, host, port };
}

function unhealthy(detail: string): StepResult {
  return { status: 'failed', code: 'health_check_failed', detail };
}
