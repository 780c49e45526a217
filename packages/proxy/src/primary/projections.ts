import type { ProxyState, Slot, SlotState } from '../control/contract.ts';
import { DEFAULT_LIMITS, DEFAULT_RETRIES, DEFAULT_TIMEOUTS } from '../control/defaults.ts';
import { inFlightOf } from '../counting/side.ts';
import type { Tally } from '../counting/tally.ts';
import type { RoutedTarget, Routes } from '../routing/routes.ts';
import type { ProbedSlots } from './probed-slots.ts';
import type { StoredState } from './state-file.ts';

/** What the workers serve by: the stored state with the health of now. */
export function routesOf(state: StoredState, probed: ProbedSlots): Routes {
  const { configure } = state;
  const targets = (slot: Slot): RoutedTarget[] =>
    state.slots[slot].targets.map(({ id, host, port, weight = 1 }) => ({
      id,
      host,
      port,
      weight,
      health: probed.of(slot, id).health,
    }));
  return {
    service: configure?.service ?? '',
    balance: configure?.balance ?? 'round-robin',
    retries: configure?.retries ?? DEFAULT_RETRIES,
    timeouts: { ...DEFAULT_TIMEOUTS, ...configure?.timeouts },
    limits: { ...DEFAULT_LIMITS, ...configure?.limits },
    errorPage: configure?.errorPage ?? null,
    split: state.split,
    paused: state.paused,
    slots: { blue: targets('blue'), green: targets('green') },
  };
}

export interface Description {
  readonly state: StoredState;
  readonly probed: ProbedSlots;
  readonly tally: Tally;
  readonly epoch: string;
  readonly startedAt: string;
  readonly restored: ProxyState['restored'];
  readonly workers: ProxyState['workers'];
}

/** The state as the admin API tells it. */
export function describeState({ state, probed, tally, ...rest }: Description): ProxyState {
  const describeSlot = (name: Slot): SlotState => ({
    name,
    probe: state.slots[name].probe,
    targets: state.slots[name].targets.map(({ id, host, port, weight = 1 }) => {
      const { health, lastProbe } = probed.of(name, id);
      const side = tally.targets.get(id);
      return { id, host, port, weight, health, lastProbe, inFlight: side ? inFlightOf(side) : 0 };
    }),
  });
  return {
    pid: process.pid,
    service: state.configure?.service ?? null,
    listen: state.bound,
    paused: state.paused,
    split: state.split,
    slots: { blue: describeSlot('blue'), green: describeSlot('green') },
    stateVersion: state.stateVersion,
    ...rest,
  };
}
