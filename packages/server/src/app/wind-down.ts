import type { Logger } from '@seaworthy/kit';
import { ProxyError } from '@seaworthy/proxy/control';
import type { Clock } from '../platform/clock.ts';
import { isRunning, readProcess } from '../platform/process-identity.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';
import type { Runtime } from '../ship/runtime/runtime.ts';
import type { Supervisor } from '../ship/runtime/supervisor.ts';
import type { ProxyProcess } from './proxy-process.ts';

export interface WindDownOptions {
  readonly rollout: Pick<Rollout, 'stop'>;
  readonly supervisor: Pick<Supervisor, 'stopAll'>;
  readonly runtime: Pick<Runtime, 'list' | 'stop'>;
  readonly proxy: ProxyProcess;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Together they leave the control plane time for its own end: all is over within ten seconds. */
const drainMs = 2_000;
const instancesMs = 5_000;
const proxyMs = 1_000;

/**
 * Ends the service: no new request is let in, those under way may finish, instances end, then the proxy. What is slow
 * is ended by force; what is live and what a deployment was doing stays stored, and `up` goes on from there.
 */
export async function windDown({ rollout, supervisor, runtime, proxy, clock, logger }: WindDownOptions): Promise<void> {
  const step = async (name: string, work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => logger.warn(`stopping: ${name} failed`, { error }));
  };
  await step('the deployment under way', () => rollout.stop());
  await step('draining', () => drain(proxy));
  await step('the instances', () => within(clock, instancesMs, supervisor.stopAll()));
  await step('instances that were slow', () => killAll(runtime));
  await step('the proxy', () => endProxy(proxy, clock));
}

async function drain({ control }: ProxyProcess): Promise<void> {
  await control.setSplit({ blue: 0, green: 0 });
  await Promise.all([control.drain('blue', drainMs), control.drain('green', drainMs)]);
}

async function killAll(runtime: WindDownOptions['runtime']): Promise<void> {
  const left = await runtime.list();
  await Promise.all(left.map((instance) => runtime.stop(instance, { timeoutMs: 0 })));
}

async function endProxy(proxy: ProxyProcess, clock: Clock): Promise<void> {
  const { pid } = await proxy.control.state();
  const identity = readProcess(pid);
  proxy.letEnd();
  await proxy.control.stop({ drainMs: 0 }).catch((error: unknown) => {
    // It may be gone before its answer has left.
    if (!(error instanceof ProxyError)) throw error;
  });
  const deadline = clock.monotonicMs() + proxyMs;
  while (identity !== undefined && isRunning(identity)) {
    if (clock.monotonicMs() > deadline) process.kill(identity.pid, 'SIGKILL');
    await clock.sleep(20);
  }
}

async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).catch(() => undefined);
  await Promise.race([work, late]).finally(() => over.abort());
}
