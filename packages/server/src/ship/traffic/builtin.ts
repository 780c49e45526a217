import type { ProxyControl, ProxyErrorCode, ProxyState } from '@seaworthy/proxy/control';
import { ProxyError } from '@seaworthy/proxy/control';
import type { Traffic, TrafficErrorCode, TrafficState } from './traffic.ts';
import { TrafficError } from './traffic.ts';

/** Traffic by our own proxy, through its admin API. */
export function builtinTraffic(proxy: ProxyControl): Traffic {
  return {
    state: () => translated(async () => trafficState(await proxy.state())),
    setTargets: (slot, targets, probe) => translated(() => proxy.setTargets(slot, targets, probe)),
    awaitReady: (slot, deadlineMs, signal) =>
      translated(async () => {
        const { ready, targets } = await proxy.awaitReady(slot, deadlineMs, signal);
        return {
          ready,
          targets: targets.map(({ lastProbe, ...target }) => ({ ...target, lastProbe: said(lastProbe) })),
        };
      }, signal),
    setSplit: ({ blue, green }) => translated(() => proxy.setSplit({ blue, green })),
    retire: (slot, deadlineMs) =>
      translated(async () => {
        const { drained, finished, cancelled } = await proxy.drain(slot, deadlineMs);
        await proxy.removeSlot(slot);
        return { drained, finished, cancelled };
      }),
    counters: () => translated(() => proxy.counters()),
    pause: (limits) => translated(() => proxy.pause(limits)),
    resume: () => translated(() => proxy.resume()),
  };
}

const codes: Partial<Record<ProxyErrorCode, TrafficErrorCode>> = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  stopping: 'unreachable',
  not_stored: 'unreachable',
  no_ready_target: 'no_ready_target',
  slot_serves: 'slot_in_use',
};

async function translated<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (!(error instanceof ProxyError)) throw error;
    throw new TrafficError(codes[error.code] ?? 'rejected', error.message, error);
  }
}

function trafficState({ split, paused, slots }: ProxyState): TrafficState {
  const targets = (slot: 'blue' | 'green') =>
    slots[slot].targets.map(({ id, host, port, health, lastProbe, inFlight }) => {
      return { id, host, port, health, lastProbe: said(lastProbe), inFlight };
    });
  return { split, paused: paused !== null, slots: { blue: targets('blue'), green: targets('green') } };
}

function said(probe: { readonly message: string } | null): string {
  return probe?.message ?? '';
}
