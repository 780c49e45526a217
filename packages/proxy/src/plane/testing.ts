import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import type { RoutedTarget, Routes } from '../routing/routes.ts';
import { NO_ROUTES, Plane } from './plane.ts';

export interface TestPlane {
  readonly plane: Plane;
  readonly port: number;
  readonly suspects: string[];
  /** Routes over those before; targets given go into the slot blue. */
  route(changes: Partial<Routes>, targets?: readonly RoutedTarget[]): void;
}

/** One worker's plane in this process, on a free port, with its traffic on blue. */
export async function startPlane(targets: readonly RoutedTarget[], changes: Partial<Routes> = {}): Promise<TestPlane> {
  const suspects: string[] = [];
  const plane = new Plane({ onSuspect: (id) => suspects.push(id) });
  onTestFinished(() => plane.destroy());
  let routes: Routes = { ...NO_ROUTES, service: 'test', retries: 2, split: { blue: 1, green: 0 } };
  const route = (more: Partial<Routes>, blue = routes.slots.blue) => {
    routes = { ...routes, ...more, slots: { ...routes.slots, ...more.slots, blue } };
    plane.apply(routes);
  };
  route(changes, targets);
  const server = await plane.listen({ port: 0, host: '127.0.0.1' });
  return { plane, port: (server.address() as AddressInfo).port, suspects, route };
}

export interface RawTarget extends RoutedTarget {
  /** Everything that came, one text for each connection. */
  readonly received: string[];
  readonly sockets: Socket[];
}

/** A target that answers with bytes: `talk` is called with each piece that arrives, and all that came on the connection so far. */
export async function rawTarget(
  talk: (socket: Socket, received: string, connection: number) => void,
  id = 'raw',
): Promise<RawTarget> {
  const [received, sockets]: [string[], Socket[]] = [[], []];
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = sockets.push(socket) - 1;
    received[connection] = '';
    socket.on('data', (piece: Buffer) => {
      received[connection] += piece.toString('latin1');
      talk(socket, received[connection] ?? '', connection);
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { id, host: '127.0.0.1', port, weight: 1, health: 'up', received, sockets };
}

/** Answers each request head that arrives (and nothing else) with the same bytes. */
export function answering(bytes: string): (socket: Socket, received: string) => void {
  return (socket, received) => {
    if (received.endsWith('\r\n\r\n')) socket.write(bytes, 'latin1');
  };
}

export function ok(body = 'ok', fields = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
}

/** A target whose port nobody listens on. */
export async function deadTarget(id = 'dead'): Promise<RoutedTarget> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { id, host: '127.0.0.1', port, weight: 1, health: 'up' };
}
