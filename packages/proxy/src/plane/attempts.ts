import type { Router } from '../routing/router.ts';
import type { Target } from '../routing/target.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { isIdempotent, mayRetry } from './retry.ts';
import type { Loss, UpstreamConnection } from './upstream-connection.ts';

/** Of the time a target keeps an idle connection, how much we use for requests that cannot be sent twice. */
const CAREFUL_SHARE = 0.5;

/** Which targets one request was tried at, and what follows from that for its next attempt. */
export class Attempts {
  #count = 0;
  #tried: Target[] = [];
  #needsFresh = false;
  /** Who could not take it, before it had to wait. */
  #refusedEarlier: Target | undefined;

  /** A new request. */
  begin(): void {
    this.#count = 0;
    this.#needsFresh = false;
    this.#refusedEarlier = undefined;
    if (this.#tried.length > 0) this.#tried = [];
  }

  /** After a wait every target is tried anew. */
  beginAgain(): void {
    this.#count = 0;
    this.#refusedEarlier = this.refusedBy;
    this.#tried = [];
  }

  get hasFailed(): boolean {
    return this.#tried.length > 0;
  }

  /** Who was the last that could not take it. */
  get refusedBy(): Target | undefined {
    return this.#tried.at(-1) ?? this.#refusedEarlier;
  }

  nextTarget(router: Router): Target | undefined {
    return router.choose(this.#tried) ?? this.#sameTarget();
  }

  /** A kept connection that was closed says nothing against its target. */
  #sameTarget(): Target | undefined {
    const last = this.#tried.at(-1);
    return this.#needsFresh && last?.health === 'up' && !last.isRemoved ? last : undefined;
  }

  /** Begins an attempt: a kept connection to the target, if it is good enough for the request. */
  keptConnection(target: Target, nowMs: number, method: string): UpstreamConnection | undefined {
    this.#count++;
    return this.#needsFresh ? undefined : target.takeIdle(nowMs, isIdempotent(method) ? 1 : CAREFUL_SHARE);
  }

  mayRepeat({ method, hasBody }: OutgoingRequest, loss: Loss, upstream: UpstreamConnection, retries: number): boolean {
    const { hasAnswerBytes, uses } = upstream;
    return mayRetry({ loss, attempts: this.#count, retries, method, hasBody, wasKept: uses > 0, hasAnswerBytes });
  }

  failed(target: Target, loss: Loss): void {
    this.#tried.push(target);
    this.#needsFresh = loss === 'closed';
  }
}
