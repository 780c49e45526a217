import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { CLOSE_BODY } from '../wire/body.ts';
import { BodyReader } from '../wire/body-reader.ts';
import { EMPTY_LINE_BYTES, findHeadEnd } from '../wire/head-end.ts';
import type { ResponseHead } from '../wire/response-head.ts';

const MAX_ANSWER_HEAD_BYTES = 65_536;

/** Below the 5 s of a Node server, for targets that do not say how long they keep an idle connection. */
const DEFAULT_KEEP_ALIVE_MS = 4_000;
/** Taken off what a target says: its clock starts before ours, and the request needs time to arrive. */
const KEEP_ALIVE_MARGIN_MS = 1_000;

/** Why a connection cannot bring the answer (any more). */
export type Loss = 'not-connected' | 'closed' | 'malformed';

/** Who waits for the answer. Every call but `onOpen` may be the last before `onLost`; none comes after the answer is complete. */
export interface AnswerTaker {
  readonly isHeadRequest: boolean;
  onOpen(): void;
  onInformational(head: string): void;
  /** The final answer's head, and the part of its body that came with it: `bytes` from `start` to `end`. */
  onAnswer(head: ResponseHead, bytes: Buffer, start: number, end: number, isComplete: boolean): void;
  onPiece(bytes: Buffer, start: number, end: number, isComplete: boolean): void;
  /** 101: everything after the head belongs to the new protocol. */
  onUpgrade(head: ResponseHead, rest: Buffer): void;
  onTunnelBytes(bytes: Buffer): void;
  onTunnelEnd(): void;
  onDrain(): void;
  onLost(loss: Loss): void;
}

/** Whom a connection leads to, and who keeps it while it is idle. */
export interface Home {
  readonly host: string;
  readonly port: number;
  /** No request goes there any more. */
  readonly isRemoved: boolean;
  keepIdle(connection: UpstreamConnection): void;
  forgetIdle(connection: UpstreamConnection): void;
}

/** One connection to a target: HTTP/1.1, one request at a time, kept and used again when the answer allows it. */
export class UpstreamConnection {
  readonly socket: Socket;
  readonly #home: Home;
  taker: AnswerTaker | undefined;
  isOpen = false;
  /** Answers taken from it so far. */
  uses = 0;
  /** A byte of the present answer has come. */
  hasAnswerBytes = false;
  idleSinceMs = 0;
  keepAliveMs = DEFAULT_KEEP_ALIVE_MS;
  readonly #response: ResponseHead;
  #partial: Buffer | undefined;
  #isInBody = false;
  #isTunnel = false;
  #mayBeKept = true;
  readonly #body = new BodyReader();

  constructor(home: Home, taker: AnswerTaker, response: ResponseHead) {
    this.#home = home;
    this.taker = taker;
    this.#response = response;
    this.socket = connect({ host: home.host, port: home.port, noDelay: true, allowHalfOpen: true });
    this.socket.on('connect', () => this.#onConnect());
    this.socket.on('data', (bytes: Buffer) => this.#onData(bytes));
    this.socket.on('drain', () => this.taker?.onDrain());
    this.socket.on('end', () => this.#onEnd());
    this.socket.on('error', () => this.#onGone());
    this.socket.on('close', () => this.#onGone());
  }

  get isUsable(): boolean {
    return !this.socket.destroyed && this.socket.readable && this.socket.writable;
  }

  /** No chunk of the answer is half passed on. */
  get isBetweenPieces(): boolean {
    return this.#body.isBetweenChunks;
  }

  begin(taker: AnswerTaker): void {
    this.taker = taker;
    this.hasAnswerBytes = false;
  }

  /** After a complete answer: back to the pool, or closed when the target, the answer or `mayBeKept` forbids another use. */
  release(mayBeKept: boolean, nowMs: number): void {
    this.taker = undefined;
    this.uses++;
    if (!mayBeKept || !this.#mayBeKept || this.#home.isRemoved || !this.isUsable) {
      this.close();
      return;
    }
    this.idleSinceMs = nowMs;
    if (this.socket.isPaused()) this.socket.resume();
    this.#home.keepIdle(this);
  }

  close(): void {
    this.taker = undefined;
    this.socket.destroy();
  }

  #onConnect(): void {
    this.isOpen = true;
    this.taker?.onOpen();
  }

  #onData(bytes: Buffer): void {
    if (!this.taker) this.#dropIdle();
    else if (this.#isTunnel) this.taker.onTunnelBytes(bytes);
    else if (this.#isInBody) this.#readBody(bytes, this.taker);
    else this.#readHead(bytes, this.taker);
  }

  #readHead(received: Buffer, taker: AnswerTaker): void {
    this.hasAnswerBytes = true;
    let bytes = this.#partial ? Buffer.concat([this.#partial, received]) : received;
    this.#partial = undefined;
    while (bytes.length > 0) {
      const end = findHeadEnd(bytes, 0);
      if (end < 0) {
        this.#keepPartial(bytes);
        return;
      }
      if (!this.#response.read(bytes.toString('latin1', 0, end + 2), taker.isHeadRequest)) {
        this.#lose('malformed');
        return;
      }
      const rest = end + EMPTY_LINE_BYTES;
      if (this.#response.status >= 200) {
        this.#startAnswer(taker, bytes, rest);
        return;
      }
      if (this.#response.status === 101) {
        this.#startTunnel(taker, bytes.subarray(rest));
        return;
      }
      taker.onInformational(this.#response.kept);
      bytes = bytes.subarray(rest);
    }
  }

  #keepPartial(bytes: Buffer): void {
    if (bytes.length > MAX_ANSWER_HEAD_BYTES) this.#lose('malformed');
    else this.#partial = bytes;
  }

  #startAnswer(taker: AnswerTaker, bytes: Buffer, start: number): void {
    const response = this.#response;
    this.#body.begin(response.body, response.length);
    this.#isInBody = true;
    this.#mayBeKept = response.keepAlive && response.body !== CLOSE_BODY;
    if (response.keepAliveSeconds > 0) this.keepAliveMs = keptFor(response.keepAliveSeconds);
    const end = this.#body.read(bytes, start);
    if (end < 0) {
      this.#lose('malformed');
      return;
    }
    taker.onAnswer(response, bytes, start, end, this.#settle(bytes.length, end));
  }

  #readBody(bytes: Buffer, taker: AnswerTaker): void {
    const end = this.#body.read(bytes, 0);
    if (end < 0) {
      this.#lose('closed');
      return;
    }
    taker.onPiece(bytes, 0, end, this.#settle(bytes.length, end));
  }

  /** Whether the answer is complete. Bytes behind its end belong to no request: such a connection is not used again. */
  #settle(length: number, end: number): boolean {
    const { isComplete } = this.#body;
    if (isComplete) this.#isInBody = false;
    if (isComplete && end < length) this.#mayBeKept = false;
    return isComplete;
  }

  #startTunnel(taker: AnswerTaker, rest: Buffer): void {
    this.#isTunnel = true;
    taker.onUpgrade(this.#response, rest);
  }

  #onEnd(): void {
    if (!this.taker) this.#dropIdle();
    else if (this.#isTunnel) this.taker.onTunnelEnd();
    else if (this.#isInBody && this.#body.kind === CLOSE_BODY) {
      this.#isInBody = false;
      this.taker.onPiece(Buffer.alloc(0), 0, 0, true);
    } else this.#lose('closed');
  }

  #onGone(): void {
    if (!this.taker) this.#dropIdle();
    else this.#lose(this.isOpen ? 'closed' : 'not-connected');
  }

  #lose(loss: Loss): void {
    const taker = this.taker;
    this.close();
    taker?.onLost(loss);
  }

  #dropIdle(): void {
    this.#home.forgetIdle(this);
    this.socket.destroy();
  }
}

function keptFor(seconds: number): number {
  return Math.max(seconds * 500, seconds * 1000 - KEEP_ALIVE_MARGIN_MS);
}
