import type { Clock } from '../../platform/clock.ts';
import { ignoreAbort } from '../../platform/service.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { Side, Stretch } from './measure.ts';
import { stretchBetween } from './measure.ts';

export interface SamplerOptions {
  readonly read: () => Promise<Counters>;
  readonly clock: Clock;
  readonly intervalMs?: number;
  /** How far back the past is known. */
  readonly keepMs?: number;
  /** Told of each new sample; what it throws counts as ours, not as a failed read. */
  readonly onSample?: (counters: Counters) => void;
}

/** Looks at the counters once a second and remembers the last minutes, so that a baseline "just before" exists. */
export interface Sampler {
  readonly id: string;
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Oldest first. A read that failed is a gap, not a zero. */
  samples(): readonly Counters[];
  latest(): Counters | undefined;
  /**
   * What a side did in the last `ms`, or since the oldest comparable sample when less is known. Undefined when nothing
   * can be compared: no two samples of the present epoch.
   */
  last(ms: number, side: Side): Stretch | undefined;
  /** The highest mean latency between two samples of the last `ms`, among those with enough requests; null without any. */
  slowest(ms: number, side: Side, minRequests: number): number | null;
}

const SECOND_MS = 1_000;
const FIVE_MINUTES_MS = 300_000;

export function createSampler(options: SamplerOptions): Sampler {
  const { read, clock, intervalMs = SECOND_MS, keepMs = FIVE_MINUTES_MS, onSample } = options;
  const stopping = new AbortController();
  let ring: readonly Counters[] = [];
  let running: Promise<void> | undefined;

  const sample = async () => {
    const counters = await read().catch(() => undefined);
    if (counters === undefined) return;
    ring = [...ring, counters].filter(({ atMs }) => atMs >= counters.atMs - keepMs);
    onSample?.(counters);
  };
  const samplesUntilStopped = async () => {
    while (!stopping.signal.aborted) {
      await sample();
      await clock.sleep(intervalMs, stopping.signal).catch(ignoreAbort(stopping.signal));
    }
  };
  return {
    id: 'traffic-sampler',
    run: () => {
      running ??= samplesUntilStopped();
      return running;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    samples: () => ring,
    latest: () => ring.at(-1),
    last: (ms, side) => lastStretch(ring, ms, side),
    slowest: (ms, side, minRequests) => slowestMean(ring, ms, side, minRequests),
  };
}

function slowestMean(ring: readonly Counters[], ms: number, side: Side, minRequests: number): number | null {
  const since = (ring.at(-1)?.atMs ?? 0) - ms;
  const means = ring.flatMap((after, index) => {
    const before = ring[index - 1];
    const stretch = before && before.atMs >= since ? stretchBetween(before, after, side) : undefined;
    const isKnown = stretch !== undefined && stretch.latencyCount > 0 && stretch.latencyCount >= minRequests;
    return isKnown ? [stretch.latencySumMs / stretch.latencyCount] : [];
  });
  return means.length === 0 ? null : Math.max(...means);
}

function lastStretch(ring: readonly Counters[], ms: number, side: Side): Stretch | undefined {
  const latest = ring.at(-1);
  if (latest === undefined) return undefined;
  const comparable = ring.filter(({ epoch }) => epoch === latest.epoch);
  const from = comparable.findLast(({ atMs }) => atMs <= latest.atMs - ms) ?? comparable[0];
  return from === undefined || from === latest ? undefined : stretchBetween(from, latest, side);
}
