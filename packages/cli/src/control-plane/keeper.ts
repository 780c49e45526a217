import type { Host } from '../terminal/host.ts';
import type { ServerExit, ServerProcess } from './server-process.ts';

const firstDelayMs = 200;
const longestDelayMs = 10_000;
/** A control plane that lived this long has recovered: the next restart is quick again. */
const recoveredMs = 30_000;

export interface Keeping {
  readonly host: Host;
  readonly signal: AbortSignal;
  start(): ServerProcess;
  onDeath(exit: ServerExit, delayMs: number): void;
}

/**
 * Restarts the control plane whenever it dies, with growing delays. Ends when it ended on purpose (exit code 0), or
 * when `signal` aborts; a control plane that runs then is left alone.
 */
export async function keep(first: ServerProcess, o: Keeping): Promise<void> {
  let server = first;
  let delayMs = firstDelayMs;
  while (!o.signal.aborted) {
    const startedMs = o.host.now();
    const exit = await Promise.race([server.exited, aborted(o.signal)]);
    if (exit === 'aborted' || exit.code === 0) return;
    if (o.host.now() - startedMs > recoveredMs) delayMs = firstDelayMs;
    o.onDeath(exit, delayMs);
    const slept = await o.host.sleep(delayMs, o.signal).then(
      () => true,
      () => false,
    );
    if (!slept) return;
    delayMs = Math.min(delayMs * 2, longestDelayMs);
    server = o.start();
  }
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
