import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { ProxyConfiguration } from '@seaworthy/proxy/control';
import { ProxyError } from '@seaworthy/proxy/control';
import { StartError } from './start/start-error.ts';

export interface ProxyLaunch {
  readonly socket: string;
  readonly stateFile: string;
  readonly logFile: string;
  readonly cwd: string;
  /** Undefined: the proxy decides. */
  readonly workers: number | undefined;
  /** The program and its first arguments: `[node, proxy/dist/main.js]`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Launched {
  /** How it ended, if it has. */
  exit(): string | undefined;
}

/** Detached, in its own session: neither a signal to us nor our end reaches it. */
export function launchProxy({ command, socket, stateFile, logFile, workers, cwd, env }: ProxyLaunch): Launched {
  const [program = '', ...first] = command;
  const files = ['--state-file', stateFile, '--socket', socket, '--log-file', logFile];
  const args = [...first, ...files, ...(workers === undefined ? [] : ['--workers', String(workers)])];
  const child = spawn(program, args, { cwd, env, detached: true, stdio: 'ignore' });
  child.unref();
  let exit: string | undefined;
  child.once('error', ({ message }) => {
    exit = message;
  });
  child.once('exit', (code, signal) => {
    exit = code === null ? String(signal) : `exit code ${code}`;
  });
  return { exit: () => exit };
}

/** Why there is no proxy, in words for whoever starts the control plane. */
export async function proxyStartError(
  error: unknown,
  { configuration, logFile }: Pick<ProxyLaunch, 'logFile'> & { readonly configuration: ProxyConfiguration },
): Promise<StartError> {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof ProxyError && error.code === 'listen_failed') {
    const hint = 'Free the port, or set traffic.listen to another one.';
    return new StartError('port_taken', `The proxy cannot listen on ${configuration.listen}: ${said}.`, { hint });
  }
  const log = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd();
  const lines = log === '' ? [] : log.split('\n').slice(-3);
  const message = [`The proxy does not start: ${said}.`, ...lines].join('\n  ');
  return new StartError('proxy_failed', message, { hint: `Look into ${logFile}.`, cause: error });
}
