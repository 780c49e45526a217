import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface ProxyOptions {
  readonly stateFile: string;
  readonly socket: string;
  readonly workers: number;
  readonly metricsListen: string | undefined;
  readonly logFile: string | undefined;
}

export const USAGE =
  'usage: seaworthy-proxy --state-file FILE --socket PATH [--workers N] [--metrics-listen HOST:PORT] [--log-file FILE]';

/** More worker processes than this gain nothing for the services this is made for, and cost memory. */
const MOST_DEFAULT_WORKERS = 2;
const MAX_WORKERS = 64;

/** Reads the command line; a string says what is wrong with it. */
export function readOptions(argv: readonly string[]): ProxyOptions | string {
  const names = ['state-file', 'socket', 'workers', 'metrics-listen', 'log-file'];
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    return check(values as Partial<Record<string, string>>);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function check(values: Partial<Record<string, string>>): ProxyOptions | string {
  const { 'state-file': stateFile, socket, workers } = values;
  if (!stateFile || !socket) return '--state-file and --socket are needed';
  const count = workers === undefined ? Math.min(MOST_DEFAULT_WORKERS, availableParallelism()) : Number(workers);
  if (!Number.isInteger(count) || count < 1 || count > MAX_WORKERS)
    return `--workers: expected 1 to ${MAX_WORKERS}, got ${workers}`;
  return { stateFile, socket, workers: count, metricsListen: values['metrics-listen'], logFile: values['log-file'] };
}
