import type { Clock } from '@seaworthy/kit';

/** Runs `task` again and again, never twice at once; one that fails is tried again when its time comes. */
export function everySoOften(intervalMs: number, clock: Clock, task: () => Promise<unknown>): { stop(): void } {
  const over = new AbortController();
  void loop();
  return { stop: () => over.abort() };

  async function loop(): Promise<void> {
    while (!over.signal.aborted) {
      await task().catch(() => undefined); // what it works on reports its own failures
      await clock.sleep(intervalMs, over.signal).catch(() => undefined);
    }
  }
}
