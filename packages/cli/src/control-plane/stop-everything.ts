import type { ExitCode } from '../failure.ts';
import { CliError, exitCodes } from '../failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { formatDuration } from '../text/duration.ts';
import type { Invocation } from '../verb.ts';
import { connectLocal } from './connection.ts';
import { runningServer } from './state-folder.ts';
import { forgetUpRecord } from './up-record.ts';
import type { NamedProcess } from './wind-down.ts';
import { killAll, windDown, windDownMs } from './wind-down.ts';

export interface Stopping {
  /** When it aborts, what is left is killed at once. */
  readonly force?: AbortSignal;
  /** Whether what is left is killed when the time is up. */
  readonly killLeft?: boolean;
  /** Starts a control plane that died, since it alone knows what else runs. */
  revive(): void;
}

/** Stops the instances, the proxy and the control plane on this machine. */
export async function stopEverything(
  { host, output }: Pick<Invocation<unknown>, 'host' | 'output'>,
  folder: string,
  o: Stopping,
): Promise<ExitCode> {
  const progress = createProgress(host);
  const startedMs = host.now();
  progress.show((elapsedMs) => `stopping          ${formatDuration(elapsedMs).padStart(9)}`);
  if (!runningServer(folder)) o.revive();
  const left = await windDown({
    host,
    ...(o.force === undefined ? {} : { signal: o.force }),
    connect: () => connectLocal(folder, host),
    server: () => runningServer(folder),
  }).finally(() => progress.end());
  if (left.length > 0 && (o.killLeft || o.force?.aborted)) killAll(left);
  else if (left.length > 0) throw notStopped(left);
  forgetUpRecord(folder);
  output.note(
    `stopped after ${formatDuration(host.now() - startedMs)}${left.length > 0 ? `; killed: ${names(left)}` : ''}`,
  );
  return exitCodes.done;
}

function notStopped(left: readonly NamedProcess[]): CliError {
  return new CliError('not_stopped', `After ${formatDuration(windDownMs)} there still run: ${names(left)}.`);
}

function names(processes: readonly NamedProcess[]): string {
  return processes.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
}
