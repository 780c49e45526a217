import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '@seaworthy/api';
import { createClient } from '@seaworthy/api';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import { createFetch } from './http.ts';
import type { ServerRecord } from './state-folder.ts';
import { readServerRecord, readToken, runningServer, stateFolder } from './state-folder.ts';
import type { Trust } from './tls-connect.ts';

export interface ConnectionOptions {
  readonly url?: string;
  readonly stateDir?: string;
  /** A file in PEM that signs the certificate of a control plane elsewhere. */
  readonly ca?: string;
}

export interface Connection {
  readonly url: string;
  readonly client: Client;
}

/** Finds the control plane: the one that --url names, else the one that runs in the state folder. */
export function connect(options: ConnectionOptions, host: Host, limits: Limits = {}): Connection {
  const url = remoteUrl(options, host);
  const folder = stateFolder(options, host);
  if (url === undefined) return connectLocal(folder, host, limits);
  // A token of this machine's state folder is never sent to another control plane.
  return connectTo(url, host.env['SEAWORTHY_TOKEN'], { ...limits, ca: readCa(options, host) });
}

/** The control plane that runs in a state folder of this machine. */
export function connectLocal(folder: string, host: Host, limits: Limits = {}): Connection {
  const { url, fingerprint } = localRecord(folder);
  return connectTo(url, host.env['SEAWORTHY_TOKEN'] || readToken(folder), { ...limits, fingerprint });
}

export interface Limits {
  readonly answerMs?: number;
}

function connectTo(url: string, token: string | undefined, how: Limits & Trust): Connection {
  const fetch = createFetch(how);
  return { url, client: createClient(token ? { baseUrl: url, token, fetch } : { baseUrl: url, fetch }) };
}

export function remoteUrl(options: ConnectionOptions, host: Host): string | undefined {
  const given = options.url ?? (options.stateDir === undefined ? host.env['SEAWORTHY_URL'] : undefined);
  if (given === undefined) return undefined;
  if (!URL.canParse(given) || !/^https?:/.test(given)) {
    throw new CliError('usage', `${given} is no URL of a control plane.`, { hint: 'Write it as http://host:7070.' });
  }
  return given.replace(/\/+$/, '');
}

function readCa({ ca }: ConnectionOptions, host: Host): string | undefined {
  const given = ca ?? host.env['SEAWORTHY_CA'];
  if (given === undefined || given === '') return undefined;
  const file = resolve(host.cwd, given);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError('file_unreadable', `The certificate ${file} cannot be read.`, { cause });
  }
}

function localRecord(folder: string): ServerRecord {
  const running = runningServer(folder);
  if (running) return running;
  const last = readServerRecord(folder);
  throw new CliError(
    'unreachable',
    last === undefined
      ? `No control plane was started in ${folder}.`
      : `The control plane of ${folder} (process ${last.pid}) no longer runs.`,
  );
}
