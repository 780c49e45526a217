import type { Socket } from 'node:net';
import { countAnswer } from '../counting/side.ts';
import type { BodyKind } from '../wire/body.ts';
import { CHUNKED_BODY, LENGTH_BODY, NO_BODY } from '../wire/body.ts';
import { CR, LF } from '../wire/characters.ts';
import { ChunkedReader } from '../wire/chunked-reader.ts';
import { Exchange } from './exchange.ts';
import { Forwarded } from './forwarded.ts';
import { writeOwnAnswer } from './own-answers.ts';
import type { Plane } from './plane.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
/** What a client may send ahead of the answer it waits for, before we stop reading. */
const MAX_AHEAD_BYTES = 65_536;
/** How long a client may go on sending after an answer that closes, so that a reset does not take the answer away from it. */
const LINGER_MS = 2_000;

type Phase = 'head' | 'body' | 'answer' | 'tunnel' | 'closing';

/** One client's connection: reads its requests one after the other and hands each to the exchange. */
export class ClientConnection {
  readonly socket: Socket;
  readonly forwarded: Forwarded;
  readonly #plane: Plane;
  readonly #exchange: Exchange;
  #phase: Phase = 'head';
  #pending: Buffer | undefined;
  /** Bytes of `pending` already searched for the end of a head. */
  #searched = 0;
  #isAdvancing = false;
  #body: BodyKind = NO_BODY;
  #left = 0;
  #chunks: ChunkedReader | undefined;
  #deadlineMs: number;

  constructor(socket: Socket, plane: Plane) {
    this.socket = socket;
    this.#plane = plane;
    this.forwarded = new Forwarded(socket.remoteAddress);
    this.#exchange = new Exchange(this, plane);
    this.#deadlineMs = plane.nowMs + plane.routes.timeouts.headersMs;
    socket.on('data', (bytes: Buffer) => this.#onData(bytes));
    socket.on('drain', () => this.#onDrain());
    socket.on('end', () => this.#onEnd());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onClose());
  }

  get exchange(): Exchange {
    return this.#exchange;
  }

  get isRequestComplete(): boolean {
    return this.#phase !== 'body';
  }

  /** After a complete answer: on to the next request, which may be here already, or the end of the connection. */
  answered(keepAlive: boolean): void {
    if (!keepAlive || this.#plane.isStopping) {
      this.close();
      return;
    }
    this.#phase = 'head';
    this.#deadlineMs = this.#plane.nowMs + this.#plane.routes.timeouts.keepAliveMs;
    if (this.socket.isPaused()) this.socket.resume();
    if (this.#pending) this.#advance();
  }

  /** From here on the bytes of both sides pass as they are. */
  becomeTunnel(): void {
    this.#phase = 'tunnel';
    this.#deadlineMs = 0;
    this.socket.setKeepAlive(true, 60_000);
    const ahead = this.#pending;
    this.#pending = undefined;
    if (ahead) this.#exchange.onTunnelBytesFromClient(ahead);
    this.socket.resume();
  }

  /** Holds the client to taking what was written; called when the socket's buffer is full. */
  awaitDrain(): void {
    this.#deadlineMs = this.#plane.nowMs + this.#plane.routes.timeouts.bodyIdleMs;
  }

  closeWhenIdle(): void {
    if (this.#phase === 'head' && !this.#pending) this.close();
  }

  destroy(): void {
    this.socket.destroy();
  }

  sweep(nowMs: number): void {
    if (this.#deadlineMs > 0 && nowMs >= this.#deadlineMs) this.#onDeadline();
    else this.#exchange.sweep(nowMs);
  }

  #onData(bytes: Buffer): void {
    if (this.#phase === 'tunnel') {
      this.#exchange.onTunnelBytesFromClient(bytes);
      return;
    }
    if (this.#phase === 'closing') return;
    this.#pending = this.#pending ? Buffer.concat([this.#pending, bytes]) : bytes;
    this.#advance();
    if (this.#phase === 'answer' && this.#pending && this.#pending.length > MAX_AHEAD_BYTES) this.socket.pause();
  }

  /** Reads what has come as far as it goes. A loop, not a recursion: answers given at once lead straight to the next request. */
  #advance(): void {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    while (this.#pending && this.#step(this.#pending));
    this.#isAdvancing = false;
  }

  #step(bytes: Buffer): boolean {
    if (this.#phase === 'head') return this.#readHead(bytes);
    if (this.#phase !== 'body') return false;
    const piece = this.#takeBody(bytes);
    if (!piece) return false;
    this.#exchange.sendBody(piece);
    return true;
  }

  #readHead(bytes: Buffer): boolean {
    const start = skipEmptyLines(bytes);
    const end = bytes.indexOf(HEAD_END, Math.max(start, this.#searched - 3));
    if (end < 0) return this.#awaitHead(bytes, start);
    const size = end - start + HEAD_END.length;
    this.#searched = 0;
    if (size > this.#plane.routes.limits.headBytes) return this.#refuse(431);
    const rest = end + HEAD_END.length;
    this.#pending = rest === bytes.length ? undefined : bytes.subarray(rest);
    const status = this.#plane.request.read(
      bytes.toString('latin1', start, end + 2),
      this.#plane.routes.limits.headerFields,
    );
    return status === 0 ? this.#begin() : this.#refuse(status);
  }

  #awaitHead(bytes: Buffer, start: number): false {
    if (bytes.length - start > this.#plane.routes.limits.headBytes) return this.#refuse(431);
    if (hasBareLineFeed(bytes)) return this.#refuse(400);
    if (this.#searched === 0) this.#deadlineMs = this.#plane.nowMs + this.#plane.routes.timeouts.headersMs;
    this.#searched = bytes.length;
    return false;
  }

  #begin(): boolean {
    const { request, routes } = this.#plane;
    this.#body = request.body;
    this.#left = request.length;
    if (request.body === CHUNKED_BODY) this.#chunks = new ChunkedReader();
    if (this.#isTooLarge(request.length)) return this.#refuse(413);
    this.#exchange.prepare(request);
    this.#phase = request.body === NO_BODY ? 'answer' : 'body';
    this.#deadlineMs = request.body === NO_BODY ? 0 : this.#plane.nowMs + routes.timeouts.bodyIdleMs;
    if (this.#phase === 'answer' || !this.#pending) {
      this.#exchange.start(undefined);
      return true;
    }
    const first = this.#takeBody(this.#pending);
    if (first) this.#exchange.start(first);
    return true;
  }

  /** The part of `bytes` that belongs to the body; undefined after a body that was refused. */
  #takeBody(bytes: Buffer): Buffer | undefined {
    let end = Math.min(bytes.length, this.#left);
    let isComplete = false;
    if (this.#body === LENGTH_BODY) {
      this.#left -= end;
      isComplete = this.#left === 0;
    } else if (this.#chunks) {
      end = this.#chunks.read(bytes, 0);
      isComplete = this.#chunks.isDone;
    }
    if (end < 0) return this.#refuseBody(400);
    if (this.#chunks && this.#isTooLarge(this.#chunks.dataBytes)) return this.#refuseBody(413);
    this.#pending = end === bytes.length ? undefined : bytes.subarray(end);
    if (isComplete) this.#phase = 'answer';
    this.#deadlineMs = isComplete ? 0 : this.#plane.nowMs + this.#plane.routes.timeouts.bodyIdleMs;
    return end === bytes.length ? bytes : bytes.subarray(0, end);
  }

  #isTooLarge(bytes: number): boolean {
    const limit = this.#plane.routes.limits.bodyBytes;
    return limit > 0 && bytes > limit;
  }

  #refuseBody(status: number): undefined {
    if (this.#exchange.abandon()) this.#refuse(status);
    else this.destroy();
    return undefined;
  }

  /** Answers a request that is not let in, and closes: what follows on this connection cannot be trusted. */
  #refuse(status: number): false {
    countAnswer(this.#plane.tally.own, status);
    this.#plane.tally.refused++;
    this.socket.write(writeOwnAnswer({ status, closes: true, isHead: false, errorPage: null }), 'latin1');
    this.close();
    return false;
  }

  /** Ends the connection after what is written, and waits a while for the client to do the same. */
  close(): void {
    const { nowMs, routes } = this.#plane;
    this.#phase = 'closing';
    this.#pending = undefined;
    this.#deadlineMs = nowMs + routes.timeouts.bodyIdleMs;
    this.socket.end(() => {
      this.#deadlineMs = this.#plane.nowMs + LINGER_MS;
    });
    this.socket.resume();
  }

  #onDrain(): void {
    if (this.#phase === 'answer') this.#deadlineMs = 0;
    this.#exchange.onClientDrain();
  }

  #onEnd(): void {
    if (this.#phase === 'tunnel') this.#exchange.onTunnelEndFromClient();
    else if (this.#phase === 'head') this.close();
    else if (this.#phase !== 'closing') this.socket.destroy();
  }

  #onClose(): void {
    this.#plane.leave(this);
    this.#exchange.onClientGone();
  }

  #onDeadline(): void {
    this.#deadlineMs = 0;
    const isSlow = (this.#phase === 'head' && this.#pending !== undefined) || this.#phase === 'body';
    if (!isSlow || (this.#phase === 'body' && !this.#exchange.abandon())) this.socket.destroy();
    else this.#refuse(408);
  }
}

/** Servers should ignore empty lines before a request (RFC 9112 2.2). */
function skipEmptyLines(bytes: Buffer): number {
  let start = 0;
  while (bytes[start] === CR && bytes[start + 1] === LF) start += 2;
  return start;
}

function hasBareLineFeed(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at === 0 || bytes[at - 1] !== CR) return true;
  }
  return false;
}
