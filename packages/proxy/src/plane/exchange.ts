import { countAnswer, countUnanswered } from '../counting/side.ts';
import type { Target, TargetSlot } from '../routing/target.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import { enter, leave, recordAnswer, recordCut, recordGone, recordRetry, recordStatus } from './accounting.ts';
import { AnswerRelay } from './answer-relay.ts';
import { Attempts } from './attempts.ts';
import type { Client } from './client.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import { writeOwnAnswer } from './own-answers.ts';
import type { Wait } from './patience.ts';
import { Patience } from './patience.ts';
import type { ServingState } from './serving-state.ts';
import { Tunnel } from './tunnel.ts';
import type { AnswerTaker, Loss } from './upstream-connection.ts';
import { UpstreamConnection } from './upstream-connection.ts';
import type { Waiter } from './waiting-room.ts';
import { isFull } from './write-together.ts';

/** `idle`: no request. `waiting`: for traffic to go on. `sent`: the head is out, the answer is awaited. */
type Stage = 'idle' | 'waiting' | 'connecting' | 'sent' | 'answering' | 'tunnel';

/** Requests of one worker that may wait for a target to be ready. */
const READY_QUEUE = 2_000;
/** How soon a target that refused a connection is tried again, while it is not known to be down. */
const REFUSED_PAUSE_MS = 100;

/** One request on its way to a target and its answer on the way back. Used again for the next request of the same client. */
export class Exchange implements AnswerTaker, Waiter {
  readonly #client: Client;
  readonly #plane: ServingState;
  readonly #relay: AnswerRelay;
  #stage: Stage = 'idle';
  readonly #request = new OutgoingRequest();
  #keepAlive = true;
  readonly #attempts = new Attempts();
  #target: Target | undefined;
  #upstream: UpstreamConnection | undefined;
  #tunnel: Tunnel | undefined;
  readonly #patience: Patience;
  #sentAtMs = 0;
  #deadlineMs = 0;

  constructor(client: Client, plane: ServingState) {
    this.#client = client;
    this.#plane = plane;
    this.#patience = new Patience(plane.waiting);
    this.#relay = new AnswerRelay(client.socket);
  }

  get isHeadRequest(): boolean {
    return this.#request.method === 'HEAD';
  }

  get slot(): TargetSlot | undefined {
    return this.#target?.slot;
  }

  /** An event stream or an upgraded connection: it ends when somebody ends it. */
  get isStream(): boolean {
    return this.#stage === 'tunnel' || (this.#stage === 'answering' && this.#relay.isEventStream);
  }

  prepare(request: RequestHead): void {
    this.#request.take(request, this.#client.forwarded);
    this.#keepAlive = request.keepAlive;
  }

  /** `first` is the part of the body that came with the head. */
  start(first: Buffer | undefined): void {
    this.#request.begin(first);
    this.#attempts.begin();
    this.#patience.begin();
    this.#dispatch();
  }

  #dispatch(): void {
    const { paused, timeouts } = this.#plane.routes;
    const toBeReady = { maxWaitMs: timeouts.readyWaitMs, limit: READY_QUEUE };
    if (paused) {
      this.#wait({ maxWaitMs: paused.maxWaitMs, limit: paused.maxQueue });
      return;
    }
    const target = this.#attempts.nextTarget(this.#plane.router);
    if (target) this.#attempt(target);
    else if (this.#plane.router.mayBecomeReady(timeouts.readyWaitMs)) this.#wait(toBeReady);
    else if (this.#attempts.hasFailed && !this.#patience.isOver)
      this.#wait({ ...toBeReady, pauseMs: REFUSED_PAUSE_MS });
    else this.#answerUnsent();
  }

  #wait(wait: Wait): void {
    this.#stage = 'waiting';
    this.#attempts.beginAgain();
    if (!this.#patience.wait(this, wait)) this.#answerUnsent();
    else if (this.#request.isHolding) this.#client.socket.pause();
  }

  goOn(): void {
    this.#dispatch();
  }

  giveUp(): void {
    if (this.#patience.isOver) this.#answerUnsent();
    else this.#dispatch();
  }

  /** Nobody could take it: shed while traffic is paused, the fault of who refused it, or of nobody. */
  #answerUnsent(): void {
    const { refusedBy } = this.#attempts;
    if (this.#plane.routes.paused) {
      this.#plane.tally.shed++;
      this.#answerItself(503);
    } else this.#answerItself(refusedBy ? 502 : 503, refusedBy);
  }

  #attempt(target: Target): void {
    this.#target = target;
    enter(target);
    const nowMs = performance.now();
    const kept = this.#attempts.keptConnection(target, nowMs, this.#request.method);
    if (kept) {
      this.#upstream = kept;
      kept.begin(this);
      this.#send(nowMs);
    } else {
      this.#stage = 'connecting';
      this.#deadlineMs = nowMs + this.#plane.routes.timeouts.connectMs;
      this.#upstream = new UpstreamConnection(target, this, this.#plane.response);
      if (this.#request.isHolding) this.#client.socket.pause();
    }
  }

  onOpen(): void {
    this.#send(performance.now());
  }

  #send(nowMs: number): void {
    this.#stage = 'sent';
    this.#awaitAnswer(nowMs);
    const socket = this.#upstream?.socket;
    if (socket && this.#request.sendTo(socket)) this.#client.socket.resume();
  }

  /** Latency and the time to answer count from the request's last byte; a body still on its way has its own limit. */
  #awaitAnswer(nowMs: number): void {
    this.#sentAtMs = nowMs;
    this.#deadlineMs = this.#client.isRequestComplete ? nowMs + this.#plane.routes.timeouts.responseMs : 0;
  }

  sendBody(piece: Buffer): void {
    const upstream = this.#upstream;
    if (this.#stage === 'waiting' || this.#stage === 'connecting') {
      this.#request.hold(piece);
      this.#client.socket.pause();
    } else if (upstream && (this.#stage === 'sent' || this.#stage === 'answering')) {
      upstream.socket.write(piece);
      if (isFull(upstream.socket)) this.#client.socket.pause();
      if (this.#stage === 'sent' && this.#client.isRequestComplete) this.#awaitAnswer(performance.now());
    }
  }

  onInformational(head: string): void {
    if (this.#request.minor === 1) this.#client.socket.write(`${head}\r\n`, 'latin1');
  }

  onAnswer(head: ResponseHead, bytes: Buffer, start: number, end: number, isComplete: boolean): void {
    this.#countAnswer(head.status);
    this.#stage = 'answering';
    this.#keepAlive = this.#keepAlive && this.#client.isRequestComplete && !this.#plane.isStopping;
    this.#keepAlive = this.#relay.begin(head, this.#request.minor, this.#keepAlive, bytes, start, end);
    this.#afterPiece(isComplete);
  }

  #countAnswer(status: number): void {
    if (this.#target) recordAnswer(this.#target, status, performance.now() - this.#sentAtMs);
  }

  onPiece(bytes: Buffer, start: number, end: number, isComplete: boolean): void {
    this.#relay.piece(bytes, start, end);
    this.#afterPiece(isComplete);
  }

  #afterPiece(isComplete: boolean): void {
    if (isComplete) {
      this.#finish();
      return;
    }
    this.#awaitPiece();
    if (!isFull(this.#client.socket)) return;
    this.#deadlineMs = 0;
    this.#upstream?.socket.pause();
    this.#client.awaitDrain();
  }

  #awaitPiece(): void {
    this.#deadlineMs = this.#relay.isEventStream ? 0 : this.#plane.nowMs + this.#plane.routes.timeouts.responseIdleMs;
  }

  #finish(): void {
    const upstream = this.#upstream;
    this.#leaveTarget();
    upstream?.release(this.#client.isRequestComplete, performance.now());
    this.#client.answered(this.#keepAlive);
  }

  onDrain(): void {
    this.#client.socket.resume();
  }

  onClientDrain(): void {
    if (this.#stage === 'answering') this.#awaitPiece();
    this.#upstream?.socket.resume();
  }

  onUpgrade(head: ResponseHead, rest: Buffer): void {
    const upstream = this.#upstream;
    if (!this.#request.isUpgrade || !upstream) {
      this.#drop('malformed');
      return;
    }
    this.#countAnswer(101);
    this.#stage = 'tunnel';
    this.#deadlineMs = 0;
    this.#client.socket.write(`${head.kept}Connection: Upgrade\r\nUpgrade: ${head.upgrade}\r\n\r\n`, 'latin1');
    this.#tunnel = new Tunnel(this.#client.socket, upstream.socket);
    this.#client.becomeTunnel(this.#tunnel);
    if (rest.length > 0) this.#tunnel.fromTarget(rest);
  }

  onTunnelBytes(bytes: Buffer): void {
    this.#tunnel?.fromTarget(bytes);
  }

  onTunnelEnd(): void {
    this.#tunnel?.targetEnded();
  }

  #drop(loss: Loss): void {
    this.#upstream?.close();
    this.onLost(loss);
  }

  onLost(loss: Loss): void {
    const [target, upstream, stage] = [this.#target, this.#upstream, this.#stage];
    if (!target || !upstream) return;
    this.#leaveTarget();
    if (loss === 'not-connected') this.#plane.events.onSuspect(target.id);
    if (stage === 'tunnel') this.#client.close();
    else if (stage === 'answering') this.#cut(target);
    else if (this.#attempts.mayRepeat(this.#request, loss, upstream, this.#plane.routes.retries))
      this.#retry(target, loss);
    else this.#answerItself(502, target);
  }

  #retry(target: Target, loss: Loss): void {
    recordRetry(target);
    this.#attempts.failed(target, loss);
    this.#dispatch();
  }

  /** The client must see that the answer is not whole. */
  #cut(target: Target): void {
    recordCut(target);
    if (this.#relay.endsWithConnection) this.#client.socket.resetAndDestroy();
    else this.#client.destroy();
  }

  /** An answer of our own; counted for `target` when it is to blame. */
  #answerItself(status: number, target?: Target): void {
    this.#stage = 'idle';
    this.#deadlineMs = 0;
    this.#request.drop();
    if (target) recordStatus(target, status);
    else countAnswer(this.#plane.tally.own, status);
    const closes = !this.#keepAlive || this.#request.minor === 0 || !this.#client.isRequestComplete;
    const { errorPage } = this.#plane.routes;
    this.#client.socket.write(writeOwnAnswer({ status, closes, isHead: this.isHeadRequest, errorPage }), 'latin1');
    this.#client.answered(!closes);
  }

  #leaveTarget(): void {
    const target = this.#target;
    this.#target = undefined;
    this.#upstream = undefined;
    this.#stage = 'idle';
    this.#deadlineMs = 0;
    if (target) leave(target);
  }

  /** Gives the request up because the client broke its rules. False when an answer is already on its way. */
  abandon(): boolean {
    if (this.#stage === 'answering' || this.#stage === 'tunnel') return false;
    this.#stop();
    return true;
  }

  #stop(): Target | undefined {
    this.#patience.leave();
    const target = this.#target;
    this.#request.drop();
    this.#upstream?.close();
    this.#leaveTarget();
    return target;
  }

  /** The client left: its target need not go on. */
  onClientGone(): void {
    const stage = this.#stage;
    if (stage === 'idle') return;
    const target = this.#stop();
    if (stage === 'tunnel') return;
    if (target) recordGone(target, stage === 'answering');
    else countUnanswered(this.#plane.tally.own);
  }

  /** Ends an event stream or tunnel as cleanly as its bytes allow; its client is expected to come back. */
  closeStream(): void {
    const isClean = this.#stage === 'tunnel' || this.#relay.end(this.#upstream?.isBetweenPieces === true);
    this.#stop();
    if (isClean) this.#client.close();
    else this.#client.destroy();
  }

  /** Cuts the request off, with an answer if there is still room for one. */
  cancel(): void {
    if (this.#stage === 'idle') return;
    const isTooLate = this.#stage === 'answering' || this.#stage === 'tunnel';
    const target = this.#stop();
    if (isTooLate) this.#client.destroy();
    else this.#answerItself(503, target);
  }

  sweep(nowMs: number): void {
    if (this.#deadlineMs === 0 || nowMs < this.#deadlineMs) return;
    if (this.#stage === 'connecting') {
      this.#drop('not-connected');
      return;
    }
    if (this.#stage === 'answering') {
      this.#drop('closed');
      return;
    }
    this.#answerItself(504, this.#stop());
  }
}
