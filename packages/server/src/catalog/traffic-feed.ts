import type { Slot, Traffic } from '@seaworthy/api';
import type { Clock } from '../platform/clock.ts';
import type { Counters, TargetState, Traffic as TrafficPort, TrafficState } from '../ship/traffic/traffic.ts';
import { trafficBetween } from './traffic-rates.ts';

export interface TrafficFeedOptions {
  readonly traffic: Pick<TrafficPort, 'counters' | 'state'>;
  /** What the counters stood at each second, oldest first; somebody else keeps them. */
  readonly samples: () => readonly Counters[];
  readonly clock: Clock;
  readonly onTraffic: (traffic: Traffic) => void;
}

export interface TrafficFeed {
  /** Traffic as it is now. Throws what the traffic port throws when the proxy cannot be asked. */
  read(): Promise<Traffic>;
  stop(): void;
}

const everyMs = 1_000;
/** Rates are those of so many seconds: long enough to be steady, short enough to follow. */
const windowMs = 5_000;

/** Tells the traffic of the last seconds, each second. While the proxy cannot be asked, nothing is told. */
export function startTrafficFeed({ traffic, samples, clock, onTraffic }: TrafficFeedOptions): TrafficFeed {
  let told: Counters | undefined;
  const tell = async () => {
    const latest = samples().at(-1);
    if (latest === undefined || latest === told) return;
    const inFlight = inFlightOf(await traffic.state());
    told = latest;
    onTraffic(trafficBetween(baseOf(samples(), latest), { counters: latest, inFlight }));
  };
  const stop = clock.every(everyMs, () => tell().catch(() => undefined));
  return {
    async read() {
      const [counters, state] = await Promise.all([traffic.counters(), traffic.state()]);
      return trafficBetween(baseOf(samples(), counters), { counters, inFlight: inFlightOf(state) });
    },
    stop,
  };
}

/** The newest sample that is a whole window older, else the oldest one there is. */
function baseOf(samples: readonly Counters[], latest: Counters): Counters | undefined {
  const comparable = samples.filter(({ epoch, atMs }) => epoch === latest.epoch && atMs < latest.atMs);
  return comparable.findLast(({ atMs }) => atMs <= latest.atMs - windowMs) ?? comparable[0];
}

function inFlightOf({ slots }: TrafficState): Record<Slot, number> {
  return { blue: sum(slots.blue), green: sum(slots.green) };
}

function sum(targets: readonly TargetState[]): number {
  return targets.reduce((total, { inFlight }) => total + inFlight, 0);
}
