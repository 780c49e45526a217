import type { Client } from '@seaworthy/api';
import { createClient } from '@seaworthy/api';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import { createFetch } from './http.ts';
import { readServerRecord, readToken, runningServer, stateFolder } from './state-folder.ts';

export interface ConnectionOptions {
  readonly url?: string;
  readonly stateDir?: string;
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
  return connectTo(url, host.env['SEAWORTHY_TOKEN'], limits);
}

/** The control plane that runs in a state folder of this machine. */
export function connectLocal(folder: string, host: Host, limits: Limits = {}): Connection {
  return connectTo(localUrl(folder), host.env['SEAWORTHY_TOKEN'] || readToken(folder), limits);
}

export interface Limits {
  readonly answerMs?: number;
}

function connectTo(url: string, token: string | undefined, limits: Limits): Connection {
  const fetch = createFetch(limits);
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

function localUrl(folder: string): string {
  const running = runningServer(folder);
  if (running) return running.url;
  const last = readServerRecord(folder);
  throw new CliError(
    'unreachable',
    last === undefined
      ? `No control plane was started in ${folder}.`
      : `The control plane of ${folder} (process ${last.pid}) no longer runs.`,
  );
}
