import type { Clock } from '../../platform/clock.ts';

/** So long may work hold the event loop: requests, probes and scrapes of the control plane wait meanwhile. */
export const SLICE_MS = 5;

/** Calls `step` until it says that nothing is left. Steps are short; after a few of them all others get their turn. */
export async function inSlices(
  clock: Pick<Clock, 'monotonicMs'>,
  step: () => boolean,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const until = clock.monotonicMs() + SLICE_MS;
    while (clock.monotonicMs() < until) {
      signal?.throwIfAborted();
      if (!step()) return;
    }
    await nextTurn();
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
