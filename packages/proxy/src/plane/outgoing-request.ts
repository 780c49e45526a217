import type { Socket } from 'node:net';
import { NO_BODY } from '../wire/body.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { Forwarded } from './forwarded.ts';
import { traceLine } from './trace.ts';
import { isFull, writeTogether } from './write-together.ts';

/** A request as it is sent to a target, as often as need be. */
export class OutgoingRequest {
  method = '';
  /** Of the client's version, HTTP/1.0 or HTTP/1.1. */
  minor: 0 | 1 = 1;
  isUpgrade = false;
  hasBody = false;
  /** The whole head, as latin1 text. */
  head = '';
  /** The first part of the body, until a connection takes it. */
  #held: Buffer | undefined;

  get isHolding(): boolean {
    return this.#held !== undefined;
  }

  take(request: RequestHead, forwarded: Forwarded): void {
    this.method = request.method;
    this.minor = request.minor;
    this.isUpgrade = request.upgrade !== '';
    this.hasBody = request.body !== NO_BODY;
    const upgrade = this.isUpgrade ? `Connection: Upgrade\r\nUpgrade: ${request.upgrade}\r\n` : '';
    const trace = traceLine(request.traceparent);
    this.head = `${request.kept}${forwarded.lines(request)}${trace}${upgrade}\r\n`;
  }

  begin(first: Buffer | undefined): void {
    this.#held = first;
  }

  hold(piece: Buffer): void {
    this.#held = this.#held ? Buffer.concat([this.#held, piece]) : piece;
  }

  drop(): void {
    this.#held = undefined;
  }

  /** Writes the head and what is held. Whether a client that was paused while its body was held may go on. */
  sendTo(socket: Socket): boolean {
    const held = this.#held;
    if (!held) {
      socket.write(this.head, 'latin1');
      return false;
    }
    this.#held = undefined;
    writeTogether(socket, this.head, held, 0, held.length);
    return !isFull(socket);
  }
}
