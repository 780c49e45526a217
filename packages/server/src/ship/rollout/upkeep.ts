import type { RestoreTools } from './restore.ts';
import { restoreSlots, serveLive } from './restore.ts';
import { syncTargets } from './target-sync.ts';

/** Keeps what is live serving while no deployment is at work: after a start, and when instances move. */
export interface Upkeep {
  /** Starts what should run; resolves when each was tried once. */
  restore(): Promise<void>;
  /** Gives what is live its traffic back, for as long as that takes. */
  serve(): void;
  stop(): Promise<void>;
}

export function createUpkeep(tools: RestoreTools): Upkeep {
  const stopping = new AbortController();
  let serving: Promise<void> = Promise.resolve();
  let endSync: (() => void) | undefined;
  return {
    async restore() {
      await restoreSlots(tools);
      endSync = syncTargets(tools);
    },
    serve() {
      serving = serveLive(tools, stopping.signal);
    },
    async stop() {
      stopping.abort();
      endSync?.();
      await serving;
    },
  };
}
