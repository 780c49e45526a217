import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';

/** Time for the first byte of a request on a connection that was made just before. */
const silentMs = 500;

export interface DrainOptions {
  /** What is not finished by then is cut off. */
  readonly deadlineMs: number;
  /**
   * How long new requests are still accepted, each answered with `connection: close`: time for those who route to this
   * server to see that it is not ready any more. Default 0.
   */
  readonly graceMs?: number;
}

/** What became of the connections; `destroyed` ones were cut off at the deadline. */
export interface Drained {
  readonly destroyed: number;
}

export interface DrainableServer {
  /** Aborts when the drain begins: end event streams and WebSockets then, for they never end by themselves. */
  readonly draining: AbortSignal;
  /** Stops accepting, lets requests in flight finish, and closes every connection. Once, however often it is called. */
  drain(options: DrainOptions): Promise<Drained>;
}

/**
 * Follows the connections of a server, so that it can be stopped without cutting off an answer. Call it before the server
 * listens. Works with whatever stands on `node:http`.
 *
 *     const drainable = drainableServer(server);
 *     shutdown.onStop('http', () => drainable.drain({ deadlineMs: 8000 }));
 */
export function drainableServer(server: Server, clock: Clock = systemClock): DrainableServer {
  const draining = new AbortController();
  const sockets = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  let running: Promise<Drained> | undefined;

  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    answers.add(response);
    response.once('close', () => answers.delete(response));
    if (draining.signal.aborted) closeAfter(response);
  });

  async function drain({ deadlineMs, graceMs = 0 }: DrainOptions): Promise<Drained> {
    draining.abort();
    for (const response of answers) closeAfter(response);
    if (graceMs > 0) await clock.sleep(graceMs);
    const over = new AbortController();
    const closed = closeServer(server).then(() => over.abort());
    void clock.sleep(silentMs, over.signal).then(
      () => hangUpOnSilent(sockets),
      () => undefined,
    );
    // `close` ends idle connections at once and every other one with its answer.
    await Promise.race([closed, clock.sleep(deadlineMs - graceMs, over.signal).catch(() => undefined)]);
    // A socket that is closed is told of a moment later than the server.
    const left = [...sockets].filter((socket) => !socket.destroyed);
    for (const socket of left) socket.destroy();
    await closed;
    return { destroyed: left.length };
  }

  return {
    draining: draining.signal,
    drain: (options) => {
      running ??= drain(options);
      return running;
    },
  };
}

/** Nothing was ever asked on these: a client, or a balancer, opened them in advance. Node waits for their request. */
function hangUpOnSilent(sockets: Iterable<Socket>): void {
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
}

/** The connection ends with this answer. Where the head is gone already, the client is not told, but sees it closed. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
  response.shouldKeepAlive = false;
  // Once it has finished, an answer does not know its socket any more.
  const { socket } = response;
  response.once('finish', () => socket?.end());
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The only error is that it was not listening, which is what is wanted.
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
