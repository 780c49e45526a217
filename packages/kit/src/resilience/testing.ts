import type { VirtualClock } from '../clock/testing.ts';
import { virtualClock } from '../clock/testing.ts';
import { recordedLogger } from '../logging/testing.ts';
import { createMetrics } from '../metrics/metrics.ts';
import type { Part } from './layer.ts';
import type { Policy } from './policy.ts';
import type { Resilience } from './resilience.ts';
import { createResilience } from './resilience.ts';

export const testName = { component: 'shop', category: 'stock' };

export interface Watched {
  readonly clock: VirtualClock;
  readonly call: Policy;
  readonly resilience: Resilience;
  /** Value of a sample of the policy, such as `calls_total` of an outcome. */
  count(metric: string, labels?: Readonly<Record<string, string>>): Promise<number | undefined>;
  messages(): readonly unknown[];
}

/** One policy of these parts, in virtual time, with jitter in the middle, everything that it tells kept. */
export function watchedPolicy(...parts: readonly Part[]): Watched {
  const clock = virtualClock();
  const metrics = createMetrics();
  const { logger, lines } = recordedLogger();
  const resilience = createResilience({ clock, metrics, logger, random: () => 0.5 });
  return {
    clock,
    resilience,
    call: resilience.policy(testName, ...parts),
    messages: () => lines().map((line) => line['message']),
    async count(metric, labels = {}) {
      const samples = await metrics.get(`resilience_${metric}`);
      return samples.find((sample) => Object.entries(labels).every(([name, value]) => sample.labels[name] === value))
        ?.value;
    },
  };
}

/** A function whose calls are settled by hand, and which knows how many are running. */
export function heldCalls() {
  const held: { resolve: (value: string) => void; reject: (error: unknown) => void; signal: AbortSignal }[] = [];
  const run = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => void held.push({ resolve, reject, signal }));
  return { held, run };
}
