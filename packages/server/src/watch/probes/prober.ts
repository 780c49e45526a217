import { Labels, METRIC_NAME } from '@seaworthy/promql';
import type { Appender } from '@seaworthy/promql/storage';
import type { ProbeConfig } from '../../config/metrics-config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Service } from '../../platform/service.ts';
import type { OwnHealth } from '../self/own-health.ts';
import { createLook, hostOf } from './create-look.ts';
import { Heartbeats } from './heartbeats.ts';
import type { Look, Outcome } from './outcome.ts';
import { probeLabels, probeSamples } from './probe-samples.ts';
import type { Standing } from './rise-fall.ts';
import { afterLook, nothingKnown } from './rise-fall.ts';
import { lookWithin } from './within.ts';

export interface ProberOptions {
  readonly clock: Clock;
  readonly appender: () => Appender;
  readonly ownHealth: OwnHealth;
  readonly report: (message: string, error: unknown) => void;
  /** In [0, 1): when in its interval a probe looks first. */
  readonly random?: () => number;
  /** For tests that look in a way of their own. */
  readonly look?: (probe: ProbeConfig) => Look;
}

/** What is known of what a probe looks at, for people. */
export interface ProbeState {
  readonly probe: ProbeConfig;
  readonly standing: Standing;
  readonly reason: string;
  readonly lastLookMs: number | undefined;
}

/** How often it is recorded what our own faults made worthless. */
const SELF_INTERVAL_MS = 15_000;

/** Looks at each thing at its own interval; none waits for another. */
export class Prober implements Service {
  readonly id = 'prober';
  readonly heartbeats: Heartbeats;
  readonly #stopping = new AbortController();
  readonly #states: Map<string, ProbeState>;
  #running: Promise<unknown> | undefined;

  constructor(
    readonly probes: readonly ProbeConfig[],
    readonly options: ProberOptions,
  ) {
    this.heartbeats = new Heartbeats(options.clock);
    const first = { standing: nothingKnown, reason: 'not looked yet', lastLookMs: undefined };
    this.#states = new Map(probes.map((probe) => [probe.name, { probe, ...first }]));
  }

  async run(): Promise<void> {
    this.#running ??= Promise.all([this.#tellFaults(), ...this.probes.map((probe) => this.#rounds(probe))]);
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  states(): readonly ProbeState[] {
    return [...this.#states.values()];
  }

  async #rounds(probe: ProbeConfig): Promise<void> {
    const { clock, look, random = Math.random } = this.options;
    const looking = look?.(probe) ?? createLook(probe, clock, this.heartbeats);
    let dueMs = clock.monotonicMs() + Math.min(probe.intervalMs, 5_000) * random();
    while (await this.#sleepUntil(dueMs)) {
      await this.#round(probe, looking);
      dueMs += (Math.floor((clock.monotonicMs() - dueMs) / probe.intervalMs) + 1) * probe.intervalMs;
    }
  }

  async #round(probe: ProbeConfig, look: Look): Promise<void> {
    const { clock } = this.options;
    const [startedMs, atMs] = [clock.monotonicMs(), Math.round(clock.now())];
    const { outcome, error } = await lookWithin(clock, probe.timeoutMs, this.#stopping.signal, look);
    if (this.#stopping.signal.aborted) return;
    const durationSeconds = (clock.monotonicMs() - startedMs) / 1_000;
    const { verdict, reason } = await this.#judge(probe, outcome, error, startedMs);
    const standing = afterLook(this.#states.get(probe.name)?.standing ?? nothingKnown, verdict, probe);
    this.#states.set(probe.name, { probe, standing, reason, lastLookMs: atMs });
    const { measures } = outcome;
    const looked = { verdict, health: standing.health, durationSeconds, measures };
    await this.#store(probeSamples(probeLabels(probe), looked), atMs);
  }

  /** Silence is judged over the whole time in which a beat could have come. */
  async #judge(probe: ProbeConfig, outcome: Outcome, error: unknown, startedMs: number) {
    const { verdict, reason } = outcome;
    if (verdict === 'unsupported') return { verdict: 'unknown', reason } as const;
    if (verdict === 'pass') return { verdict, reason } as const;
    const sinceMs = probe.kind === 'push' ? startedMs - probe.intervalMs : startedMs;
    const fault = await this.options.ownHealth.explain({ startedMs: sinceMs, error, host: hostOf(probe) });
    if (fault === undefined) return { verdict, reason } as const;
    return { verdict: 'unknown', reason: `nothing is known: our own ${fault} failed (${reason})` } as const;
  }

  async #tellFaults(): Promise<void> {
    const { clock, ownHealth } = this.options;
    let dueMs = clock.monotonicMs() + SELF_INTERVAL_MS;
    while (await this.#sleepUntil(dueMs)) {
      const counts = [...ownHealth.counts()].map(([fault, count]): [Labels, number] => [faultSeries(fault), count]);
      await this.#store(counts, Math.round(clock.now()));
      dueMs += SELF_INTERVAL_MS;
    }
  }

  async #store(samples: readonly [Labels, number][], atMs: number): Promise<void> {
    const batch = this.options.appender();
    for (const [labels, value] of samples) batch.append(labels, atMs, value);
    try {
      await batch.commit();
    } catch (error) {
      this.options.ownHealth.note('disk');
      this.options.report('samples of probes could not be stored', error);
    }
  }

  /** False when it was stopped meanwhile. */
  async #sleepUntil(dueMs: number): Promise<boolean> {
    const { clock } = this.options;
    const sleeping = clock.sleep(Math.max(0, dueMs - clock.monotonicMs()), this.#stopping.signal);
    return sleeping.then(
      () => true,
      () => false,
    );
  }
}

/** What rules about ourselves read: looks at others that our own fault made worthless. */
function faultSeries(fault: string): Labels {
  return Labels.from({ [METRIC_NAME]: 'seaworthy_own_faults_total', job: 'seaworthy', fault });
}
