import type { Socket } from 'node:net';
import { countAnswer } from '../counting/side.ts';
import { BodyReader } from '../wire/body-reader.ts';
import { EMPTY_LINE_BYTES, findHeadEnd, hasBareLineFeed, skipEmptyLines } from '../wire/head-end.ts';
import type { Client } from './client.ts';
import { Exchange } from './exchange.ts';
import { Forwarded } from './forwarded.ts';
import { writeOwnAnswer } from './own-answers.ts';
import type { ServingState } from './serving-state.ts';
import type { Tunnel } from './tunnel.ts';

/** What a client may send ahead of the answer it waits for, before we stop reading. */
const MAX_AHEAD_BYTES = 65_536;
/** How long a client may go on sending after an answer that closes, so that a reset does not take the answer away from it. */
const LINGER_MS = 2_000;

type Phase = 'head' | 'body' | 'answer' | 'tunnel' | 'closing';

/** One client's connection: reads its requests one after the other and hands each to the exchange. */
export class ClientConnection implements Client {
  readonly socket: Socket;
  readonly forwarded: Forwarded;
  readonly #plane: ServingState;
  readonly #exchange: Exchange;
  #phase: Phase = 'head';
  #pending: Buffer | undefined;
  /** Bytes of `pending` already searched for the end of a head. */
  #searched = 0;
  #isAdvancing = false;
  readonly #body = new BodyReader();
  #deadlineMs: number;
  #tunnel: Tunnel | undefined;

  constructor(socket: Socket, plane: ServingState) {
    this.socket = socket;
    this.#plane = plane;
    this.forwarded = new Forwarded(socket.remoteAddress);
    this.#exchange = new Exchange(this, plane);
    this.#deadlineMs = plane.nowMs + plane.routes.timeouts.headersMs;
    socket.on('data', (bytes: Buffer) => this.#onData(bytes));
    socket.on('drain', () => this.#onDrain());
    socket.on('end', () => this.#onEnd());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#exchange.onClientGone());
  }

  get exchange(): Exchange {
    return this.#exchange;
  }

  get isRequestComplete(): boolean {
    return this.#phase !== 'body';
  }

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

  becomeTunnel(tunnel: Tunnel): void {
    this.#phase = 'tunnel';
    this.#tunnel = tunnel;
    this.#deadlineMs = 0;
    const ahead = this.#pending;
    this.#pending = undefined;
    if (ahead) tunnel.fromClient(ahead);
    this.socket.resume();
  }

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
    if (this.#phase === 'tunnel') this.#tunnel?.fromClient(bytes);
    if (this.#phase === 'tunnel' || this.#phase === 'closing') return;
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
    const end = findHeadEnd(bytes, Math.max(start, this.#searched - 3));
    if (end < 0) return this.#awaitHead(bytes, start);
    const size = end - start + EMPTY_LINE_BYTES;
    this.#searched = 0;
    if (size > this.#plane.routes.limits.headBytes) return this.#refuse(431);
    const rest = end + EMPTY_LINE_BYTES;
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
    const { request, nowMs, routes } = this.#plane;
    if (this.#isTooLarge(request.length)) return this.#refuse(413);
    this.#body.begin(request.body, request.length);
    this.#exchange.prepare(request);
    this.#phase = this.#body.isComplete ? 'answer' : 'body';
    this.#deadlineMs = this.#body.isComplete ? 0 : nowMs + routes.timeouts.bodyIdleMs;
    if (this.#body.isComplete || !this.#pending) {
      this.#exchange.start(undefined);
      return true;
    }
    const first = this.#takeBody(this.#pending);
    if (first) this.#exchange.start(first);
    return true;
  }

  /** The part of `bytes` that belongs to the body; undefined after a body that was refused. */
  #takeBody(bytes: Buffer): Buffer | undefined {
    const end = this.#body.read(bytes, 0);
    if (end < 0) return this.#refuseBody(400);
    if (this.#isTooLarge(this.#body.chunkedBytes)) return this.#refuseBody(413);
    this.#pending = end === bytes.length ? undefined : bytes.subarray(end);
    if (this.#body.isComplete) this.#phase = 'answer';
    this.#deadlineMs = this.#body.isComplete ? 0 : this.#plane.nowMs + this.#plane.routes.timeouts.bodyIdleMs;
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
    if (this.#phase === 'tunnel') this.#tunnel?.clientEnded();
    else if (this.#phase === 'head') this.close();
    else if (this.#phase !== 'closing') this.socket.destroy();
  }

  #onDeadline(): void {
    this.#deadlineMs = 0;
    const isSlow = (this.#phase === 'head' && this.#pending !== undefined) || this.#phase === 'body';
    if (!isSlow || (this.#phase === 'body' && !this.#exchange.abandon())) this.socket.destroy();
    else this.#refuse(408);
  }
}
