import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../terminal/host.ts';
import type { ProcessId } from './process-table.ts';
import { startTimeOf } from './process-table.ts';

export interface ServerLaunch {
  readonly folder: string;
  /** Absolute. */
  readonly file: string;
  /** The control plane's own settings, by flag. */
  readonly flags: Readonly<Record<string, string>>;
}

export interface ServerExit {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ServerProcess {
  readonly id: ProcessId;
  readonly exited: Promise<ServerExit>;
  /** Undefined while it runs. */
  exit(): ServerExit | undefined;
  /** What it said since it started: nothing, unless something is wrong. Its log is a file of its own. */
  complaint(): string;
  /** Lets this process end before it. */
  unref(): void;
  /** Asks it to end; instances and the proxy go on. */
  end(): void;
}

export function serverLogFile(folder: string): string {
  return join(folder, 'logs', 'server.log');
}

/**
 * Starts the control plane in a process group of its own, so that a Ctrl-C in the terminal reaches only the command
 * line. It writes to files, never to pipes: it may outlive whoever started it.
 */
export function startServer(launch: ServerLaunch, host: Host): ServerProcess {
  const [command = '', ...args] = host.serverCommand();
  mkdirSync(join(launch.folder, 'logs'), { recursive: true, mode: 0o700 });
  const words = join(launch.folder, 'logs', 'server.output');
  const output = openSync(words, 'w', 0o600);
  const child = spawn(command, [...args, ...argv(launch)], {
    cwd: host.cwd,
    env: host.env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let exit: ServerExit | undefined;
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('error', (error) => resolve({ code: 1, signal: error.message }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).then((ended) => {
    exit = ended;
    return ended;
  });
  const pid = child.pid ?? -1;
  return {
    id: { pid, startTime: startTimeOf(pid) ?? '' },
    exited,
    exit: () => exit,
    complaint: () => readFileSync(words, 'utf8').trimEnd(),
    unref: () => child.unref(),
    end: () => void child.kill('SIGTERM'),
  };
}

function argv({ folder, file, flags }: ServerLaunch): string[] {
  const settings = { ...flags, '--state-dir': folder };
  const words = Object.entries(settings).map(([flag, value]) => (value === 'true' ? flag : `${flag}=${value}`));
  return ['--file', file, ...words];
}
