import type { Clock } from '../clock/clock.ts';
import type { CheckResult } from './report.ts';
import type { Standing } from './settle.ts';
import { settle } from './settle.ts';
import type { CheckOutcome, HealthStatus } from './status.ts';

export type HealthCheck = (signal: AbortSignal) => Promise<CheckOutcome> | CheckOutcome;

export interface CheckOptions {
  /** After this long the check is aborted and its result is `unknown`. Default 10 s. */
  readonly timeoutMs?: number;
  /** The service cannot serve without it: counts for readiness. Default false. */
  readonly critical?: boolean;
  /** Shown, and counted nowhere: a cache's hit rate is worth seeing and no reason to keep a service out. Default false. */
  readonly informational?: boolean;
  /** How long a result is good for, when it is not as long as `cacheMs` of the whole. */
  readonly intervalMs?: number;
  /** Default 1. */
  readonly failureThreshold?: number;
  /** Default 1. */
  readonly successThreshold?: number;
}

/** A check has another status than before; `from` is undefined for its first. */
export interface StatusChange {
  readonly name: string;
  readonly from: HealthStatus | undefined;
  readonly to: HealthStatus;
  readonly message: string;
}

export interface RunnerDefaults {
  readonly clock: Clock;
  readonly cacheMs: number;
  readonly answerWithinMs: number;
  readonly onChange: (change: StatusChange) => void;
}

const defaultTimeoutMs = 10_000;

interface Kept {
  readonly outcome: CheckOutcome;
  readonly durationMs: number;
  readonly atMs: number;
}

/**
 * One registered check: runs when its last result is too old, once however many ask. Who asks is answered in time: with the
 * last result and its age when the check takes longer than that.
 */
export class CheckRunner {
  readonly name: string;
  readonly critical: boolean;
  readonly #check: HealthCheck;
  readonly #options: CheckOptions;
  readonly #defaults: RunnerDefaults;
  readonly #freshMs: number;
  #standing: Standing | undefined;
  #last: Kept | undefined;
  #running: Promise<void> | undefined;

  constructor(name: string, check: HealthCheck, options: CheckOptions, defaults: RunnerDefaults) {
    this.name = name;
    this.critical = options.critical ?? false;
    this.#check = check;
    this.#options = options;
    this.#defaults = defaults;
    this.#freshMs = options.intervalMs ?? defaults.cacheMs;
  }

  async result(): Promise<CheckResult> {
    if (this.#isFresh) return this.#result();
    const done = this.refresh();
    await this.#notLongerThan(this.#defaults.answerWithinMs, done);
    return this.#result();
  }

  /** Runs the check, or waits for the run that is under way. Never rejects. */
  refresh(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  get #ageMs(): number {
    return this.#last === undefined ? 0 : this.#defaults.clock.monotonicMs() - this.#last.atMs;
  }

  get #isFresh(): boolean {
    return this.#running === undefined && this.#last !== undefined && this.#ageMs < this.#freshMs;
  }

  #result(): CheckResult {
    const { name, critical } = this;
    const about = { name, critical, informational: this.#options.informational ?? false };
    if (this.#last === undefined) {
      const message = `no result yet: it takes longer than ${this.#defaults.answerWithinMs} ms`;
      return { ...about, outcome: { status: 'unknown', message }, durationMs: this.#defaults.answerWithinMs };
    }
    const { outcome, durationMs } = this.#last;
    const isStale = this.#running !== undefined;
    return { ...about, outcome, durationMs, ...(isStale && { ageMs: Math.round(this.#ageMs) }) };
  }

  async #notLongerThan(ms: number, done: Promise<void>): Promise<void> {
    const over = new AbortController();
    await Promise.race([done, this.#defaults.clock.sleep(ms, over.signal).catch(() => undefined)]);
    over.abort();
  }

  async #run(): Promise<void> {
    const { clock } = this.#defaults;
    const startedMs = clock.monotonicMs();
    const found = await this.#outcome();
    const atMs = clock.monotonicMs();
    const { failureThreshold = 1, successThreshold = 1 } = this.#options;
    const from = this.#standing?.outcome.status;
    this.#standing = settle(this.#standing, found, { failureThreshold, successThreshold });
    const { outcome } = this.#standing;
    this.#last = { outcome, durationMs: Math.round((atMs - startedMs) * 1000) / 1000, atMs };
    const { status: to, message } = outcome;
    if (from !== to) this.#defaults.onChange({ name: this.name, from, to, message });
  }

  /** Never rejects: a check that throws or takes too long has found out nothing. */
  async #outcome(): Promise<CheckOutcome> {
    const { timeoutMs = defaultTimeoutMs } = this.#options;
    const over = new AbortController();
    const timeout = this.#defaults.clock.sleep(timeoutMs, over.signal).then(
      (): CheckOutcome => ({ status: 'unknown', message: `no answer within ${timeoutMs} ms` }),
      (): CheckOutcome => ({ status: 'unknown', message: 'not finished' }),
    );
    try {
      return await Promise.race([this.#call(over.signal), timeout]);
    } catch (error) {
      return { status: 'unknown', message: `check failed: ${error instanceof Error ? error.message : String(error)}` };
    } finally {
      over.abort();
    }
  }

  async #call(signal: AbortSignal): Promise<CheckOutcome> {
    return await this.#check(signal);
  }
}
