import { QueryError } from '../answer/query-error.ts';
import type { Turns } from '../values/turns.ts';
import { nextTurn } from '../values/turns.ts';

export interface BudgetOptions {
  readonly maxSamples: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly monotonicMs: () => number;
}

/** After this long the event loop gets its turn, so that a query neither holds up others nor its own cancellation. */
const TURN_MS = 20;

/** What one query may use: samples held at a time, and time. */
export class Budget implements Turns {
  readonly #options: BudgetOptions;
  readonly #deadlineMs: number;
  #turnEndsMs: number;
  #held = 0;
  #peak = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
    const nowMs = options.monotonicMs();
    this.#deadlineMs = nowMs + options.timeoutMs;
    this.#turnEndsMs = nowMs + TURN_MS;
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  get peakSamples(): number {
    return this.#peak;
  }

  get heldSamples(): number {
    return this.#held;
  }

  /** Counts samples as held; throws when there are too many. */
  hold(samples: number): void {
    this.#held += samples;
    this.#peak = Math.max(this.#peak, this.#held);
    if (this.#held <= this.#options.maxSamples) return;
    const limit = this.#options.maxSamples;
    throw new QueryError(
      'execution',
      `query processing would load too many samples into memory in query execution (more than ${limit}): ask for fewer series, a shorter range or a longer step`,
    );
  }

  /** What a node and those below it held since `earlier` is gone, except its result. */
  settle(earlier: number, result: number): void {
    this.#held = earlier;
    this.hold(result);
  }

  get isOver(): boolean {
    return this.#options.monotonicMs() >= this.#turnEndsMs;
  }

  /** To be called now and then in long loops: throws when the query was cancelled or its time is up. */
  async breathe(): Promise<void> {
    if (!this.isOver) return;
    await nextTurn();
    this.check();
    this.#turnEndsMs = this.#options.monotonicMs() + TURN_MS;
  }

  check(): void {
    if (this.#options.signal?.aborted) throw new QueryError('canceled', 'query was canceled in query execution');
    if (this.#options.monotonicMs() <= this.#deadlineMs) return;
    throw new QueryError('timeout', `query timed out in query execution after ${this.#options.timeoutMs} ms`);
  }
}
