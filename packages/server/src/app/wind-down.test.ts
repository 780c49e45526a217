import { createLogger } from '@seaworthy/kit';
import { expect, it } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import type { ProxyProcess } from './proxy-process.ts';
import { windDown } from './wind-down.ts';

it('has ended by force within ten seconds what does not end by itself', async () => {
  const clock = virtualClock();
  const calls: string[] = [];
  const never = () => new Promise<never>(() => {});
  const waited = (ms: number) => clock.sleep(ms).then(() => ({ drained: false, finished: 0, cancelled: 1 }));
  const control = {
    setSplit: async () => {},
    drain: (slot: string, deadlineMs: number) => waited(deadlineMs).finally(() => calls.push(`drained ${slot}`)),
    // Nobody's process: one that is gone already.
    state: async () => ({ pid: 2 ** 22 + 1 }),
    stop: async () => void calls.push('the proxy'),
  };
  const over = windDown({
    ...{ rollout: { stop: async () => {} }, supervisor: { stopAll: never }, clock },
    runtime: {
      list: async () => [{ spec: {}, pid: 1, startTime: '1' } as never],
      stop: async (_, { timeoutMs }) => {
        calls.push(`killed after ${timeoutMs}`);
        return { exitedBy: 'kill' };
      },
    },
    proxy: { control, letEnd: () => {} } as unknown as ProxyProcess,
    logger: createLogger({ name: 'test', destination: { write: () => {} } }),
  });
  await clock.untilSleeping();
  await clock.advance(10_000);
  await over;
  expect(calls).toEqual(['drained blue', 'drained green', 'killed after 0', 'the proxy']);
});
