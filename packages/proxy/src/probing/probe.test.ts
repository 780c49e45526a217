import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probe, whyNotReady } from './probe.ts';

test.each([
  [200, '', ''],
  [200, 'ok', ''],
  [200, '{"status":"healthy"}', ''],
  [200, '{"status":"degraded"}', ''],
  [200, '{"status":"ok"}', ''],
  [200, '{"ready":true}', ''],
  [200, '{not json', ''],
  [200, '{"ready":false}', 'answered ready: false'],
  [200, '{"status":"Unhealthy"}', 'answered status: Unhealthy'],
  [200, '{"status":"starting"}', 'answered status: starting'],
  [204, '', 'answered 204, not 200'],
  [301, '', 'answered 301, not 200'],
  [503, '{"status":"healthy"}', 'answered 503, not 200'],
])('HTTP %i with %j', (status, text, expected) => {
  expect(whyNotReady(status, text)).toBe(expected);
});

async function listening(onConnection: (socket: import('node:net').Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const ask = (port: number) =>
  probe({ id: 'a', host: '127.0.0.1', port }, { path: '/', intervalMs: 50, timeoutMs: 100, rise: 1, fall: 1 });

test('targets that accept and close, never answer, break off, or talk without end are not ready', async () => {
  const closes = await listening((socket) => socket.destroy());
  const silent = await listening((socket) => onTestFinished(() => void socket.destroy()));
  const breaks = await listening((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'));
  const endless = await listening((socket) => {
    socket.on('error', () => {});
    socket.write(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(100_000)}`);
  });
  const results = await Promise.all([closes, silent, breaks, endless].map(ask));
  expect(results.map(({ ok }) => ok)).toEqual([false, false, false, false]);
  expect(results[1]?.message).toBe('no answer in 100 ms');
});

test('a port that nobody listens on is not ready', async () => {
  expect(await ask(1)).toMatchObject({ ok: false, status: null, message: expect.stringContaining('ECONNREFUSED') });
});
