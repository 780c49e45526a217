import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import type { ProcessId } from './process-table.ts';
import { isRunning } from './process-table.ts';

/** `run/server.json`: the control plane that was started in a state folder, whether it still runs or not. */
export interface ServerRecord extends ProcessId {
  readonly url: string;
  readonly version: string;
  /** SHA-256 of the certificate that it shows, when it speaks TLS. */
  readonly fingerprint?: string;
}

export function stateFolder(options: { stateDir?: string }, host: Host): string {
  return resolve(host.cwd, options.stateDir ?? host.env['SEAWORTHY_STATE_DIR'] ?? '.seaworthy');
}

export function readServerRecord(folder: string): ServerRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(join(folder, 'run', 'server.json'), 'utf8'));
    return { ...record, startTime: String(record.startTime) };
  } catch {
    // Not there, or not whole yet: nobody has said that a control plane runs.
    return undefined;
  }
}

/** The record of a control plane that lives. */
export function runningServer(folder: string): ServerRecord | undefined {
  const record = readServerRecord(folder);
  return record !== undefined && isRunning(record) ? record : undefined;
}

export function readToken(folder: string): string {
  const file = join(folder, 'keys', 'cli.token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CliError('token_unreadable', `The key of the command line, ${file}, cannot be read.`, { cause });
  }
}
