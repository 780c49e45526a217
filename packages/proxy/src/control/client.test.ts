import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectProxy } from './client.ts';

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-control-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'proxy.sock');
}

/** Something that accepts calls and never answers. */
async function silentProxy(): Promise<string> {
  const [path, server] = [socketPath(), createServer(() => {})];
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return path;
}

test('a proxy that is not there has its own code, and may be tried again', async () => {
  await expect(connectProxy(socketPath()).state()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
});

test('a wait is given up when its caller says so', async () => {
  const stop = new AbortController();
  const wait = connectProxy(await silentProxy()).awaitReady('blue', 60_000, stop.signal);
  stop.abort();
  await expect(wait).rejects.toMatchObject({ code: 'cancelled' });
});

test('closing the client ends its calls and takes no more', async () => {
  const client = connectProxy(await silentProxy());
  const call = client.state();
  client.close();
  await expect(call).rejects.toMatchObject({ code: 'closed', retryable: false });
  await expect(client.resume()).rejects.toMatchObject({ code: 'closed' });
});

test('an answer that is no answer of ours is an internal error, not a crash', async () => {
  const [path, server] = [socketPath(), createServer((_, response) => response.writeHead(500).end('{"oops":1}'))];
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  await expect(connectProxy(path).counters()).rejects.toMatchObject({
    code: 'internal',
    message: 'counters was answered 500',
  });
});
