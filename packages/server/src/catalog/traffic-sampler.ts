import type { Slot, Traffic } from '@seaworthy/api';
import type { Clock } from '../platform/clock.ts';
import type { TargetState, Traffic as TrafficPort, TrafficState } from '../ship/traffic/traffic.ts';
import type { TrafficSnapshot } from './traffic-rates.ts';
import { trafficBetween } from './traffic-rates.ts';

export interface TrafficSamplerOptions {
  readonly traffic: Pick<TrafficPort, 'counters' | 'state'>;
  readonly clock: Clock;
  readonly onSample: (traffic: Traffic) => void;
}

export interface TrafficSampler {
  /** Traffic as it is now. Throws what the proxy's client throws when the proxy cannot be asked. */
  read(): Promise<Traffic>;
  stop(): void;
}

const sampleMs = 1_000;
/** Rates are those of so many samples: long enough to be steady, short enough to follow. */
const windowSamples = 5;

/** Looks at the proxy's counters each second. While it cannot be asked, there is no sample. */
export function startTrafficSampler({ traffic, clock, onSample }: TrafficSamplerOptions): TrafficSampler {
  let window: TrafficSnapshot[] = [];
  const look = async (): Promise<TrafficSnapshot> => {
    const [counters, state] = await Promise.all([traffic.counters(), traffic.state()]);
    return { counters, inFlight: inFlightOf(state) };
  };
  const sample = async () => {
    const now = await look();
    const comparable = window.filter(({ counters }) => counters.epoch === now.counters.epoch);
    onSample(trafficBetween(comparable[0], now));
    window = [...comparable, now].slice(-windowSamples);
  };
  const stop = clock.every(sampleMs, () => sample().catch(() => undefined));
  return { read: async () => trafficBetween(window[0], await look()), stop };
}

function inFlightOf({ slots }: TrafficState): Record<Slot, number> {
  return { blue: sum(slots.blue), green: sum(slots.green) };
}

function sum(targets: readonly TargetState[]): number {
  return targets.reduce((total, { inFlight }) => total + inFlight, 0);
}
