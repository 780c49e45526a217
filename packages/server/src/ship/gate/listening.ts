import { connect } from 'node:net';
import type { Clock } from '../../platform/clock.ts';
import type { Address } from './verdict.ts';

const RETRY_MS = 50;
const CONNECT_TIMEOUT_MS = 1_000;

/**
 * Resolves to true as soon as every address accepts a connection, to false at the deadline. Says nothing of health: it
 * only tells a process that came up from one that is still loading. Rejects with the signal's reason when it aborts.
 */
export async function awaitListening(
  addresses: readonly Address[],
  deadlineMs: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> {
  const deadline = clock.monotonicMs() + deadlineMs;
  while (!(await allListen(addresses))) {
    if (clock.monotonicMs() + RETRY_MS > deadline) return false;
    await clock.sleep(RETRY_MS, signal);
  }
  return true;
}

async function allListen(addresses: readonly Address[]): Promise<boolean> {
  return (await Promise.all(addresses.map(isListening))).every(Boolean);
}

function isListening({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (listens: boolean) => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
