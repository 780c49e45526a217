import type { LastProbe, ProbeOptions, ProxyTarget, TargetHealth } from '../control/contract.ts';
import type { HealthTrend } from './health-trend.ts';
import { follow, isSettled, UNPROBED } from './health-trend.ts';
import { probe } from './probe.ts';

/** A target that is not settled (new, failing, down) is asked at least this often, so that deploys and recoveries do not wait. */
const UNSETTLED_INTERVAL_MS = 250;
/** A timeout noticed this much too late says that this process stood still, and nothing about the target. */
const OWN_STALL_MS = 1_000;

export interface ProbedTargetOptions {
  readonly target: ProxyTarget;
  readonly probe: ProbeOptions;
  /** It served before a restart of the proxy: the first good probe is enough. */
  readonly isRestored: boolean;
  onChange(target: ProbedTarget, before: TargetHealth): void;
}

/** Probes one target from now on, as long as it is routed to. */
export class ProbedTarget {
  readonly target: ProxyTarget;
  lastProbe: LastProbe | null = null;
  readonly #options: ProbedTargetOptions;
  #thresholds: ProbeOptions;
  #trend: HealthTrend = UNPROBED;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;
  #isSuspected = false;
  #isStopped = false;

  constructor(options: ProbedTargetOptions) {
    this.#options = options;
    this.target = options.target;
    this.#thresholds = options.probe;
    void this.#ask();
  }

  get health(): TargetHealth {
    return this.#trend.health;
  }

  update(probeOptions: ProbeOptions): void {
    this.#thresholds = probeOptions;
    this.#probeNow();
  }

  /** A request could not be sent to it: a second witness, so one failed probe is enough. */
  suspect(): void {
    this.#isSuspected = true;
    this.#probeNow();
  }

  #probeNow(): void {
    if (!this.#isAsking && !this.#isStopped) void this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsking = true;
    const options = this.#thresholds;
    const result = await probe(this.target, options);
    this.#isAsking = false;
    if (this.#isStopped) return;
    if (result.ok || result.durationMs < options.timeoutMs + OWN_STALL_MS) this.#take(result, options);
    const soon = Math.min(options.intervalMs, UNSETTLED_INTERVAL_MS);
    this.#timer = setTimeout(() => void this.#ask(), isSettled(this.#trend) ? options.intervalMs : soon);
  }

  #take(result: LastProbe, options: ProbeOptions): void {
    const before = this.#trend.health;
    const rise = before === 'unknown' && this.#options.isRestored ? 1 : options.rise;
    this.lastProbe = result;
    this.#trend = follow(this.#trend, result.ok, { rise, fall: this.#isSuspected ? 1 : options.fall });
    this.#isSuspected = false;
    if (this.#trend.health !== before) this.#options.onChange(this, before);
  }
}
