import { connect } from 'node:net';
import type { Traffic, TrafficState } from '../ship/traffic/traffic.ts';
import { shareOf } from '../ship/traffic/traffic.ts';
import type { Availability } from './ledger.ts';

/** Answers that visitors got lately. */
export interface Answered {
  readonly requests: number;
  /** 5xx, or cut before they were whole. */
  readonly errors: number;
}

export interface ServiceLookOptions {
  /** Where the proxy takes requests. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly traffic: Pick<Traffic, 'state'>;
  /** In the last `ms`; undefined when nothing was counted. */
  readonly answered: (ms: number) => Answered | undefined;
}

/** Fewer answers prove nothing against what the proxy's own probes say. */
const FEWEST_ANSWERS = 10;
const ANSWERED_MS = 30_000;
const DOOR_TIMEOUT_MS = 2_000;

/** How visitors find the service: whether the proxy takes connections, has an instance that is ready, and what it last answered. */
export function serviceLook({ listen, traffic, answered }: ServiceLookOptions): () => Promise<Availability> {
  return async () => {
    const door = await knock(listen);
    if (door !== 'open') return door === 'refused' ? 'down' : 'unknown';
    return judgeService(await traffic.state(), answered(ANSWERED_MS));
  };
}

/** Ready is what the proxy's probes found; where half of the visitors are failed all the same, it is down. */
export function judgeService({ split, slots }: TrafficState, answered: Answered | undefined): Availability {
  const serving = (['blue', 'green'] as const).filter((slot) => shareOf(split, slot) > 0);
  // Nothing was ever made live.
  if (serving.length === 0) return 'unknown';
  const found = new Set(serving.flatMap((slot) => slots[slot].map(({ health }) => health)));
  if (!found.has('up')) return found.has('unknown') ? 'unknown' : 'down';
  return answered !== undefined && isFailing(answered) ? 'down' : 'up';
}

function isFailing({ requests, errors }: Answered): boolean {
  return requests >= FEWEST_ANSWERS && errors * 2 >= requests;
}

/** A refusal is certain; silence may be this machine's own. */
function knock({ host, port }: ServiceLookOptions['listen']): Promise<'open' | 'refused' | 'silent'> {
  const anywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  return new Promise((resolve) => {
    const socket = connect({ host: anywhere[host] ?? host, port });
    const settle = (found: 'open' | 'refused' | 'silent') => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(DOOR_TIMEOUT_MS, () => settle('silent'));
    socket.once('connect', () => settle('open'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'),
    );
  });
}
