import type { Socket } from 'node:net';
import { isFull } from './write-together.ts';

const KEEP_ALIVE_PROBE_MS = 60_000;

/** Two joined connections after an upgrade: the bytes of each go to the other as they are, no faster than it takes them. */
export class Tunnel {
  readonly #client: Socket;
  readonly #target: Socket;

  constructor(client: Socket, target: Socket) {
    this.#client = client;
    this.#target = target;
    // Nothing may be said for hours; only the kernel's probes find out that a side is gone.
    client.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    target.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
  }

  fromClient(bytes: Buffer): void {
    this.#target.write(bytes);
    if (isFull(this.#target)) this.#client.pause();
  }

  fromTarget(bytes: Buffer): void {
    this.#client.write(bytes);
    if (isFull(this.#client)) this.#target.pause();
  }

  /** Each direction ends by itself. */
  clientEnded(): void {
    this.#target.end();
  }

  targetEnded(): void {
    this.#client.end();
  }
}
