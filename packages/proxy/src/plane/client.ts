import type { Socket } from 'node:net';
import type { Forwarded } from './forwarded.ts';
import type { Tunnel } from './tunnel.ts';

/** The connection whose request an exchange answers. */
export interface Client {
  readonly socket: Socket;
  readonly forwarded: Forwarded;
  readonly isRequestComplete: boolean;
  /** After a complete answer: on to the next request, which may be here already, or the end of the connection. */
  answered(keepAlive: boolean): void;
  /** From here on the bytes of both sides pass as they are. */
  becomeTunnel(tunnel: Tunnel): void;
  /** Holds the client to taking what was written; called when the socket's buffer is full. */
  awaitDrain(): void;
  /** Ends the connection after what is written, and waits a while for the client to do the same. */
  close(): void;
  destroy(): void;
}
