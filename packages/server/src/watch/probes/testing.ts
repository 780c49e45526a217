import { createSocket } from 'node:dgram';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import type { HttpProbe, ProbeConfig, ProbeKind } from '../../config/metrics-config.ts';
import type { Address } from './connection.ts';

/** A server of bytes that answers each piece of what it gets. */
export async function byteServer(answer: (bytes: Buffer, socket: Socket) => Buffer | string | undefined) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const said = answer(bytes, socket);
      if (said !== undefined) socket.write(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** A port where nothing listens. */
export async function closedPort(): Promise<Address> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { host: '127.0.0.1', port };
}

/** A name server that knows one address for every name that begins with `known`. */
export async function nameServer(): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const isKnown = query.includes('known');
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const head = Buffer.from([0, 0, 0x81, isKnown ? 0x80 : 0x83, 0, 1, 0, isKnown ? 1 : 0, 0, 0, 0, 0]);
    query.copy(head, 0, 0, 2);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
    socket.send(Buffer.concat(isKnown ? [head, question, record] : [head, question]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

export function testProbe(kind: ProbeKind, over: Partial<ProbeConfig> = {}): ProbeConfig {
  const schedule = { name: 'site', intervalMs: 30_000, timeoutMs: 5_000, rise: 1, fall: 2, labels: {} };
  return { ...schedule, ...kind, ...over } as ProbeConfig;
}

export const anyAnswer: Omit<HttpProbe, 'url'> = {
  kind: 'http',
  method: 'GET',
  headers: {},
  body: undefined,
  status: [],
  contains: undefined,
  matches: undefined,
  json: undefined,
  redirect: 'follow',
  tlsDaysLeft: undefined,
};
