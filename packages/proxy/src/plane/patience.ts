import type { Ticket, Waiter, WaitingRoom } from './waiting-room.ts';

export interface Wait {
  /** In all, from the first wait of the request on. */
  readonly maxWaitMs: number;
  /** How many requests may wait beside each other. */
  readonly limit: number;
  /** When to try again though nothing was heard of. */
  readonly pauseMs?: number;
}

/** How long one request waits in all, however often it is let go on and has to wait again. */
export class Patience {
  readonly #room: WaitingRoom;
  #ticket: Ticket | undefined;
  #untilMs = 0;

  constructor(room: WaitingRoom) {
    this.#room = room;
  }

  /** A new request: it has not waited yet. */
  begin(): void {
    this.#untilMs = 0;
  }

  get isOver(): boolean {
    return this.#untilMs > 0 && performance.now() >= this.#untilMs;
  }

  /** False when there is no room. */
  wait(waiter: Waiter, { maxWaitMs, limit, pauseMs = maxWaitMs }: Wait): boolean {
    const nowMs = performance.now();
    if (this.#untilMs === 0) this.#untilMs = nowMs + maxWaitMs;
    this.#ticket = this.#room.enter(waiter, Math.min(this.#untilMs, nowMs + pauseMs), limit);
    return this.#ticket !== undefined;
  }

  leave(): void {
    if (this.#ticket) this.#room.leave(this.#ticket);
    this.#ticket = undefined;
  }
}
