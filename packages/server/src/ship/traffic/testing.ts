import type { Slot } from '@seaworthy/api';
import type { Counters, SideCounters, Split, TargetState, Traffic, TrafficState } from './traffic.ts';
import { noTraffic, TrafficError } from './traffic.ts';

/** Traffic in memory: what a test says is up is up, what it says was served is counted. */
export interface TestTraffic extends Traffic {
  /** Decides what a probe of a target finds; all are up unless told. */
  isUp: (target: { readonly id: string; readonly host: string; readonly port: number }) => boolean;
  /** Counts requests as if the slot had answered them. */
  serve(slot: Slot, requests: number, as?: { readonly errors?: number; readonly latencyMs?: number }): void;
  /** The data plane was killed and came back: a new epoch, everything at 0. */
  restart(): void;
  /** Calls throw `unreachable` while true. */
  away: boolean;
  /** Every split that was set, in order. */
  readonly splits: readonly Split[];
}

const boundsMs = [1, 5, 10, 25, 50, 100, 250, 500, 1_000];

export function testTraffic(now: () => number): TestTraffic {
  const slots: Record<Slot, TargetState[]> = { blue: [], green: [] };
  const splits: Split[] = [];
  let split: Split = noTraffic;
  let paused = false;
  let epoch = 1;
  let sides = emptySides();

  const refresh = () => {
    for (const slot of ['blue', 'green'] as const) {
      slots[slot] = slots[slot].map((target) => ({ ...target, health: traffic.isUp(target) ? 'up' : 'down' }));
    }
  };
  const reach = () => {
    if (traffic.away) throw new TrafficError('unreachable', 'the data plane is away');
    refresh();
  };
  const isReady = (slot: Slot) => slots[slot].length > 0 && slots[slot].every(({ health }) => health === 'up');

  const traffic: TestTraffic = {
    isUp: () => true,
    away: false,
    splits,
    serve(slot, requests, { errors = 0, latencyMs = 10 } = {}) {
      sides = { ...sides, [slot]: counted(sides[slot], requests, errors, latencyMs) };
    },
    restart() {
      epoch += 1;
      sides = emptySides();
    },
    async state(): Promise<TrafficState> {
      reach();
      return { split, paused, slots: { blue: [...slots.blue], green: [...slots.green] } };
    },
    async setTargets(slot, targets) {
      reach();
      slots[slot] = targets.map((target) => ({ ...target, health: 'unknown', lastProbe: '', inFlight: 0 }));
    },
    async awaitReady(slot, _deadlineMs, signal) {
      reach();
      signal?.throwIfAborted();
      return { ready: isReady(slot), targets: slots[slot] };
    },
    async setSplit(wanted) {
      reach();
      for (const slot of ['blue', 'green'] as const) {
        if (wanted[slot] > 0 && !slots[slot].some(({ health }) => health === 'up')) {
          throw new TrafficError('no_ready_target', `no target of ${slot} is up`);
        }
      }
      split = wanted;
      splits.push(wanted);
    },
    async retire(slot) {
      reach();
      if (split[slot] > 0) throw new TrafficError('slot_in_use', `${slot} has traffic`);
      slots[slot] = [];
      return { drained: true, finished: 0, cancelled: 0 };
    },
    async counters(): Promise<Counters> {
      reach();
      return { atMs: now(), epoch: String(epoch), total: sum(sides.blue, sides.green), bySlot: sides };
    },
    async pause() {
      reach();
      paused = true;
    },
    async resume() {
      reach();
      paused = false;
    },
  };
  return traffic;
}

export function emptySide(): SideCounters {
  const counts = Array.from({ length: boundsMs.length + 1 }, () => 0);
  const byClass = { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
  return {
    requests: 0,
    byClass,
    cut: 0,
    retried: 0,
    latency: { bucketBoundsMs: boundsMs, counts, sumMs: 0, count: 0 },
  };
}

function emptySides(): Record<Slot, SideCounters> {
  return { blue: emptySide(), green: emptySide() };
}

export function counted(side: SideCounters, requests: number, errors: number, latencyMs: number): SideCounters {
  const found = boundsMs.findIndex((bound) => latencyMs <= bound);
  const bucket = found < 0 ? boundsMs.length : found;
  const { latency, byClass } = side;
  return {
    ...side,
    requests: side.requests + requests,
    byClass: { ...byClass, '2xx': byClass['2xx'] + requests - errors, '5xx': byClass['5xx'] + errors },
    latency: {
      bucketBoundsMs: boundsMs,
      counts: latency.counts.map((count, index) => (index === bucket ? count + requests : count)),
      sumMs: latency.sumMs + requests * latencyMs,
      count: latency.count + requests,
    },
  };
}

function sum(a: SideCounters, b: SideCounters): SideCounters {
  return {
    requests: a.requests + b.requests,
    byClass: {
      '1xx': a.byClass['1xx'] + b.byClass['1xx'],
      '2xx': a.byClass['2xx'] + b.byClass['2xx'],
      '3xx': a.byClass['3xx'] + b.byClass['3xx'],
      '4xx': a.byClass['4xx'] + b.byClass['4xx'],
      '5xx': a.byClass['5xx'] + b.byClass['5xx'],
    },
    cut: a.cut + b.cut,
    retried: a.retried + b.retried,
    latency: {
      bucketBoundsMs: boundsMs,
      counts: a.latency.counts.map((count, index) => count + (b.latency.counts[index] ?? 0)),
      sumMs: a.latency.sumMs + b.latency.sumMs,
      count: a.latency.count + b.latency.count,
    },
  };
}
