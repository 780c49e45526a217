import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { claimAddress } from './listen-address.ts';

const host = '127.0.0.1';

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

it('a port that is named is free for the server at once', async () => {
  const free = await claimAddress({ host, port: 0 });
  await free.release();
  const { address } = await claimAddress(free.address);
  expect(address).toEqual(free.address);
  await listen(address.port);
});

it('any free port is held until the server takes it', async () => {
  const { address, release } = await claimAddress({ host, port: 0 });
  await expect(listen(address.port)).rejects.toThrow('EADDRINUSE');
  await release();
  expect(await listen(address.port)).toBe(address.port);
});

it('a taken port is told before anything is started', async () => {
  const port = await listen(0);
  await expect(claimAddress({ host, port })).rejects.toMatchObject({ code: 'port_taken' });
});
