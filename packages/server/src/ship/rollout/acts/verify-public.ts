import { ask } from '../../gate/ask.ts';
import { judgeHealth } from '../../gate/health.ts';
import type { Address, GateVerdict } from '../../gate/verdict.ts';
import { fail, pass, urlOf } from '../../gate/verdict.ts';
import { shareOf } from '../../traffic/traffic.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

const PATIENCE_MS = 30_000;
const RETRY_MS = 500;

/** From outside, where users come in: the public address answers well, and it is the new release that answers. */
export const verifyPublic: Act = (context) =>
  watchedForLoss(context, 'instance_lost', async (signal) => settleAndAsk({ ...context, signal }));

async function settleAndAsk(context: ActContext): Promise<StepResult> {
  const { clock, policy, signal } = context;
  await clock.sleep(policy.release.settleMs, signal);
  const deadline = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const verdict = await askPublic(context);
    if (verdict.verdict === 'pass') return passed(verdict.reason);
    if (clock.monotonicMs() >= deadline) return failed(verdict);
    await clock.sleep(RETRY_MS, signal);
  }
}

/** The data plane's own counters say which slot answered. */
async function askPublic(context: ActContext): Promise<GateVerdict> {
  const { traffic, slot } = context;
  const { split } = await traffic.state();
  if (shareOf(split, slot) < 1) return fail(`the proxy gives slot ${slot} ${Math.round(shareOf(split, slot) * 100)} %`);
  const before = await traffic.counters();
  const answer = await askFrontDoor(context);
  if (answer.verdict !== 'pass') return answer;
  const after = await traffic.counters();
  const isSeen = after.epoch !== before.epoch || after.bySlot[slot].requests > before.bySlot[slot].requests;
  return isSeen ? pass(`the public address ${answer.reason}, from slot ${slot}`) : fail(`slot ${slot} did not answer`);
}

async function askFrontDoor({ active, policy, signal }: ActContext): Promise<GateVerdict> {
  const { path, timeoutMs } = policy.health;
  try {
    const answer = await ask({ url: urlOf(reachable(policy.traffic.listen), path), timeoutMs, signal });
    active.countOwn({ failed: answer.status >= 500 });
    return judgeHealth(answer);
  } catch (error) {
    signal.throwIfAborted();
    return fail(`the public address: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whoever listens on every address is reached on the loopback one. */
function reachable({ host, port }: Address): Address {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return host === '::' ? { host: '::1', port } : { host, port };
}

function failed({ reason, detail }: GateVerdict): StepResult {
  return { status: 'failed', code: 'validation_failed', detail: detail === '' ? reason : `${reason}\n${detail}` };
}
