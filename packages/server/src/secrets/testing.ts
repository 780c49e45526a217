import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from '../db/database.ts';
import { testFolder } from '../platform/testing.ts';
import type { KeyRing, KeyRingOptions } from './seal/key-ring.ts';
import { openKeyRing } from './seal/key-ring.ts';
import type { MasterKeyConfig } from './seal/master-key-source.ts';
import { masterKeySource } from './seal/master-key-source.ts';

export function keyConfig(folder: string, change: Partial<MasterKeyConfig> = {}): MasterKeyConfig {
  const none = { key: undefined, passphrase: undefined, previousKey: undefined, previousPassphrase: undefined };
  return { file: join(folder, 'keys', 'master.key'), ...none, ...change };
}

/** A start of the control plane, as far as keys go. */
export function startKeys(
  db: Database,
  config: MasterKeyConfig,
  change: Partial<KeyRingOptions> = {},
): Promise<KeyRing> {
  const source = masterKeySource(config, randomBytes);
  return openKeyRing({ db, source, clock: { now: () => 0 }, random: randomBytes, ...change });
}

/** Keys of a folder of the test's own. */
export async function testKeys(db: Database): Promise<KeyRing> {
  return startKeys(db, keyConfig(await testFolder()));
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

export interface KeeperServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A server that answers JSON on a free port; `answer` tells status and body of each request. */
export async function keeperServer(
  answer: (asked: Asked) => { readonly status: number; readonly body?: unknown } | undefined,
  server: Server = createHttpServer(),
): Promise<KeeperServer> {
  const asked: Asked[] = [];
  server.on('request', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url = '', headers } = request;
    const one = { method, path: url, headers, body: text === '' ? undefined : JSON.parse(text) };
    asked.push(one);
    const given = answer(one);
    // No answer: the connection stays open, and silent.
    if (given === undefined) return;
    response.writeHead(given.status, { 'content-type': 'application/json' });
    response.end(given.body === undefined ? '' : JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

export function textOf(file: string): string {
  return readFileSync(file, 'latin1');
}
