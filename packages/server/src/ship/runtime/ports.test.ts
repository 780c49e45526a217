import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { isPortFree, Ports } from './ports.ts';

const HOST = '127.0.0.1';

it('hands out no port twice, also not to many at once', async () => {
  const ports = new Ports();
  const taken = await Promise.all(Array.from({ length: 50 }, () => ports.take(HOST)));
  expect(new Set(taken).size).toBe(50);
});

it('tells whether a port is free', async () => {
  const port = await new Ports().take(HOST);
  expect(await isPortFree(HOST, port)).toBe(true);
  const server = createServer().listen(port, HOST);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  expect(await isPortFree(HOST, port)).toBe(false);
});
