import type { Clock } from '../../../platform/clock.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { LabelSet } from '../../matchers/label-set.ts';
import { formatLabels } from '../../matchers/label-set.ts';
import type { Route } from '../route.ts';
import type { Flush } from './flush.ts';
import { flushedAt } from './flush.ts';

/** However short the interval, a receiver gets this long to answer. */
const LEAST_TIME_TO_TELL_MS = 10_000;
/** Node's timers end at 24 days. */
const LONGEST_SLEEP_MS = 86_400_000;

/** The alerts of a route that are told of together. It waits once for `group_wait`, then flushes every `group_interval`. */
export class AlertGroup {
  readonly key: string;
  readonly #alerts = new Map<string, Alert>();
  readonly #stopping = new AbortController();
  #napping = new AbortController();
  #nextAtMs: number;
  #hasFlushed = false;

  constructor(
    readonly route: Route,
    readonly labels: LabelSet,
    private readonly clock: Clock,
  ) {
    this.key = `${route.key}:${formatLabels(labels)}`;
    this.#nextAtMs = clock.monotonicMs() + route.groupWaitMs;
  }

  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  get isEmpty(): boolean {
    return this.#alerts.size === 0;
  }

  /** How long until it is next looked at whether anything is to be told. */
  get dueInMs(): number {
    return Math.max(0, this.#nextAtMs - this.clock.monotonicMs());
  }

  /** An alert that has waited long enough elsewhere, before a restart or a reload, does not wait again. */
  insert(alert: Alert): void {
    this.#alerts.set(alert.fingerprint, alert);
    if (this.#hasFlushed || alert.startsAt + this.route.groupWaitMs >= this.clock.now()) return;
    this.#nextAtMs = this.clock.monotonicMs();
    this.#napping.abort();
  }

  /** Flushes until it is stopped, never two at a time. */
  async run(flush: Flush, report: (error: unknown) => void): Promise<void> {
    while (await this.#untilDue()) {
      this.#nextAtMs = this.clock.monotonicMs() + this.route.groupIntervalMs;
      this.#hasFlushed = true;
      await this.#flush(flush).catch(report);
    }
  }

  /** What is being told at the moment is called off. */
  stop(): void {
    this.#stopping.abort();
    this.#napping.abort();
  }

  async #untilDue(): Promise<boolean> {
    for (;;) {
      if (this.#stopping.signal.aborted) return false;
      const restMs = this.#nextAtMs - this.clock.monotonicMs();
      if (restMs <= 0) return true;
      this.#napping = new AbortController();
      await this.clock.sleep(Math.min(restMs, LONGEST_SLEEP_MS), this.#napping.signal).catch(() => undefined);
    }
  }

  async #flush(flush: Flush): Promise<void> {
    if (this.isEmpty) return;
    const now = this.clock.now();
    const alerts = flushedAt(this.#alerts.values(), now);
    const { route, key: groupKey, labels: groupLabels } = this;
    const isDone = await this.#inTime((signal) => flush({ route, groupKey, groupLabels, alerts, now }, signal));
    if (!isDone) return;
    for (const { alert, isResolved } of alerts) {
      // One that was told again meanwhile is another object, and may fire again.
      if (isResolved && this.#alerts.get(alert.fingerprint) === alert) this.#alerts.delete(alert.fingerprint);
    }
  }

  /** Until the next flush, which knows better what to tell. */
  async #inTime(work: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
    const ending = new AbortController();
    const late = new AbortController();
    const limitMs = Math.max(this.route.groupIntervalMs, LEAST_TIME_TO_TELL_MS);
    void this.clock.sleep(Math.min(limitMs, LONGEST_SLEEP_MS), ending.signal).then(
      () => late.abort(new Error('It took longer than the interval of the group.')),
      () => undefined,
    );
    try {
      return await work(AbortSignal.any([late.signal, this.#stopping.signal]));
    } finally {
      ending.abort();
    }
  }
}
