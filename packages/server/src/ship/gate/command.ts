import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface Command {
  readonly argv: readonly string[];
  readonly directory: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface CommandResult {
  readonly exitCode: number | null;
  readonly endedBy: 'exit' | 'signal' | 'timeout' | 'not_started';
  /** The end of stdout and stderr, as they came. */
  readonly output: string;
}

const OUTPUT_LIMIT = 16_384;

/**
 * Runs argv, never a shell, in a process group of its own; whatever of the group is left when it ends is killed.
 * Rejects with the signal's reason once it aborted and the group is gone.
 */
export async function runCommand(command: Command, signal: AbortSignal): Promise<CommandResult> {
  signal.throwIfAborted();
  const [file = '', ...args] = command.argv;
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const child = spawn(file, args, { cwd: command.directory, env: { ...command.env }, detached: true, stdio });
  const output = tailOf(child);
  const timeout = AbortSignal.timeout(command.timeoutMs);
  const stop = AbortSignal.any([signal, timeout]);
  const kill = () => killGroup(child);
  stop.addEventListener('abort', kill, { once: true });
  const end = await ended(child);
  stop.removeEventListener('abort', kill);
  if (signal.aborted) throw signal.reason;
  if (end.error !== undefined) return { exitCode: null, endedBy: 'not_started', output: end.error.message };
  const endedBy = timeout.aborted ? 'timeout' : end.code === null ? 'signal' : 'exit';
  return { exitCode: end.code, endedBy, output: output() };
}

interface End {
  readonly code: number | null;
  readonly error?: Error;
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    // Its children may hold the pipes open after it: without the kill, 'close' would wait for them.
    child.once('exit', () => killGroup(child));
    child.once('close', (code) => resolve({ code }));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: nobody of the group is left.
  }
}

function tailOf(child: ChildProcess): () => string {
  let text = '';
  const take = (chunk: string) => {
    text = (text + chunk).slice(-OUTPUT_LIMIT);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  return () => text;
}
