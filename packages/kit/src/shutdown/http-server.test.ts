import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { drainableServer } from './http-server.ts';

async function testServer(listener: RequestListener) {
  const clock = virtualClock();
  const server = createServer(listener);
  const drainable = drainableServer(server, clock);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const { port } = server.address() as AddressInfo;
  const get = (path = '/') =>
    new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest({ port, path, agent }, resolve).on('error', reject).end();
    });
  return { server, drainable, clock, port, agent, get };
}

/** A request held open: `arrived` when the server has it, answered when `release` is called. */
function gate() {
  let release: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return { release, released, arrive, arrived };
}

const connectionsOf = (server: Server) =>
  new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));

it('lets the request in flight finish, with connection: close, and refuses new connections meanwhile', async () => {
  const { release, released, arrive, arrived } = gate();
  const { drainable, get, port } = await testServer(async (_request, response) => {
    arrive();
    await released;
    response.end('whole');
  });
  const answer = get();
  await arrived;
  const drained = drainable.drain({ deadlineMs: 5000 });
  expect(drainable.draining.aborted).toBe(true);
  const refused = await new Promise<string | undefined>((resolve) => {
    connect(port, '127.0.0.1')
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .on('connect', () => resolve('connected'));
  });
  expect(refused).toBe('ECONNREFUSED');
  release();
  const response = await answer;
  expect(response.headers.connection).toBe('close');
  expect(await readText(response)).toBe('whole');
  expect(await drained).toEqual({ destroyed: 0 });
});

it('closes idle keep-alive connections at once', async () => {
  const { drainable, get, server } = await testServer((_request, response) => response.end('x'));
  const response = await get();
  await readText(response);
  expect(response.headers.connection).toBe('keep-alive');
  expect(await connectionsOf(server)).toBe(1);
  expect(await drainable.drain({ deadlineMs: 60_000 })).toEqual({ destroyed: 0 });
  expect(await connectionsOf(server)).toBe(0);
});

it('does not wait for a connection on which nothing was ever asked', async () => {
  const { drainable, clock, port, server } = await testServer((_request, response) => response.end('x'));
  const silent = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => silent.once('close', resolve));
  await new Promise((resolve) => server.once('connection', resolve));
  const drained = drainable.drain({ deadlineMs: 60_000 });
  await clock.advance(499);
  expect(await connectionsOf(server)).toBe(1);
  await clock.advance(1);
  expect(await drained).toEqual({ destroyed: 0 });
  await ended;
});

it('closes the connection of an answer whose head was sent as keep-alive before', async () => {
  const { release, released } = gate();
  const { drainable, get } = await testServer(async (_request, response) => {
    response.write('first ');
    await released;
    response.end('second');
  });
  const response = await get();
  const drained = drainable.drain({ deadlineMs: 60_000 });
  release();
  expect(await readText(response)).toBe('first second');
  expect(await drained).toEqual({ destroyed: 0 });
});

it('destroys at the deadline what does not end, and not before', async () => {
  const { drainable, get, clock, server } = await testServer((_request, response) => {
    response.write('event: a\n\n');
  });
  const cut = readText(await get()).catch((error: NodeJS.ErrnoException) => error.code);
  const drained = drainable.drain({ deadlineMs: 3000 });
  await clock.advance(2999);
  expect(await connectionsOf(server)).toBe(1);
  await clock.advance(1);
  expect(await drained).toEqual({ destroyed: 1 });
  expect(await cut).toBe('ECONNRESET');
});

it('tells long streams that it drains, so that they end by themselves', async () => {
  const { drainable, get } = await testServer((_request, response) => {
    response.write('event: a\n\n');
    drainable.draining.addEventListener('abort', () => response.end('event: bye\n\n'));
  });
  const stream = readText(await get());
  expect(await drainable.drain({ deadlineMs: 60_000 })).toEqual({ destroyed: 0 });
  expect(await stream).toContain('bye');
});

it('goes on answering for the grace, each answer closing its connection', async () => {
  const { drainable, get, clock } = await testServer((_request, response) => response.end('x'));
  const drained = drainable.drain({ deadlineMs: 5000, graceMs: 1000 });
  const response = await get();
  expect(response.statusCode).toBe(200);
  expect(response.headers.connection).toBe('close');
  await readText(response);
  await clock.advance(1000);
  expect(await drained).toEqual({ destroyed: 0 });
  await expect(get()).rejects.toThrow('ECONNREFUSED');
});

it('destroys an upgraded connection at the deadline', async () => {
  const { drainable, clock, port, server } = await testServer(() => undefined);
  server.on('upgrade', (_request, socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
  );
  const client = connect(port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  await new Promise((resolve) => client.once('data', resolve));
  const ended = new Promise((resolve) => client.on('error', () => undefined).once('close', resolve));
  const drained = drainable.drain({ deadlineMs: 100 });
  await clock.advance(100);
  expect(await drained).toEqual({ destroyed: 1 });
  await ended;
});

it('drains once, however often it is asked, and a server that never listened too', async () => {
  const { drainable } = await testServer(() => undefined);
  const first = drainable.drain({ deadlineMs: 100 });
  expect(drainable.drain({ deadlineMs: 1 })).toBe(first);
  await first;
  expect(await drainableServer(createServer()).drain({ deadlineMs: 100 })).toEqual({ destroyed: 0 });
});
