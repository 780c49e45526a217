import type { Clock } from '../clock/clock.ts';
import type { CheckResult } from './report.ts';
import type { Standing } from './settle.ts';
import { settle } from './settle.ts';
import type { CheckOutcome } from './status.ts';

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

const defaultTimeoutMs = 10_000;

/** One registered check: runs when its last result is too old, once however many ask. */
export class CheckRunner {
  readonly name: string;
  readonly critical: boolean;
  readonly #check: HealthCheck;
  readonly #clock: Clock;
  readonly #options: CheckOptions;
  readonly #freshMs: number;
  #standing: Standing | undefined;
  #last: { readonly result: CheckResult; readonly atMs: number } | undefined;
  #running: Promise<CheckResult> | undefined;

  constructor(name: string, check: HealthCheck, options: CheckOptions, defaults: { clock: Clock; cacheMs: number }) {
    this.name = name;
    this.critical = options.critical ?? false;
    this.#check = check;
    this.#options = options;
    this.#clock = defaults.clock;
    this.#freshMs = options.intervalMs ?? defaults.cacheMs;
  }

  result(): Promise<CheckResult> {
    if (this.#running !== undefined) return this.#running;
    if (this.#last !== undefined && this.#clock.monotonicMs() - this.#last.atMs < this.#freshMs) {
      return Promise.resolve(this.#last.result);
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<CheckResult> {
    const startedMs = this.#clock.monotonicMs();
    const outcome = await this.#outcome();
    const atMs = this.#clock.monotonicMs();
    const { failureThreshold = 1, successThreshold = 1 } = this.#options;
    this.#standing = settle(this.#standing, outcome, { failureThreshold, successThreshold });
    const result = {
      name: this.name,
      critical: this.critical,
      informational: this.#options.informational ?? false,
      outcome: this.#standing.outcome,
      durationMs: Math.round((atMs - startedMs) * 1000) / 1000,
    };
    this.#last = { result, atMs };
    return result;
  }

  /** Never rejects: a check that throws or takes too long has found out nothing. */
  async #outcome(): Promise<CheckOutcome> {
    const { timeoutMs = defaultTimeoutMs } = this.#options;
    const over = new AbortController();
    const timeout = this.#clock.sleep(timeoutMs, over.signal).then(
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
