import type { Clock } from '../../clock/clock.ts';
import type { CheckOutcome } from '../status.ts';

/** What a dependency said of itself, where it said more than that it is there. */
export interface Answer {
  readonly message?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Question {
  /** Asks, and throws when there is no answer or a wrong one. */
  readonly ask: () => Promise<Answer>;
  readonly slowMs: number;
  readonly clock: Clock;
}

/** Nothing of these says anything of the other side: it was this machine that could not ask. */
const ownFaults: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EAI_AGAIN']);

/** Could not ask, by a fault of our own. */
class NotAsked extends Error {}

/** A timer that comes so much too late: it was this process that stood still, and the answer may lie waiting. */
const stallMs = 1000;

export interface TimeToAsk {
  readonly timeoutMs: number;
  /** The check's own. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Gives up on `ask` when its time is over; the signal it gets aborts when its result is not waited for any more. */
export async function withinTime<T>(time: TimeToAsk, ask: (over: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal, clock } = time;
  const over = new AbortController();
  const startedMs = clock.monotonicMs();
  const late = new Promise<never>((_resolve, reject) => {
    const giveUp = () => reject(tooLate(timeoutMs, clock.monotonicMs() - startedMs));
    clock.sleep(timeoutMs, over.signal).then(giveUp, () => undefined);
    const end = () => reject(new NotAsked('the check was ended'));
    signal.addEventListener('abort', end, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([ask(over.signal), late]);
  } finally {
    over.abort();
  }
}

function tooLate(timeoutMs: number, tookMs: number): Error {
  const stoodMs = Math.round(tookMs - timeoutMs);
  if (stoodMs > stallMs) return new NotAsked(`this process stood still for ${stoodMs} ms`);
  return new Error(`nothing within ${timeoutMs} ms`);
}

/** Measures how long the answer took: healthy, degraded when slow, unhealthy without one, unknown when we could not ask. */
export async function judgeAnswer({ ask, slowMs, clock }: Question): Promise<CheckOutcome> {
  const startedMs = clock.monotonicMs();
  const elapsedMs = () => Math.round((clock.monotonicMs() - startedMs) * 1000) / 1000;
  try {
    const { message = 'answers', details = {} } = await ask();
    const responseMs = elapsedMs();
    const known = { ...details, responseMs };
    if (responseMs <= slowMs) return { status: 'healthy', message, details: known };
    return { status: 'degraded', message: `slow: ${Math.round(responseMs)} ms`, details: known };
  } catch (error) {
    const details = { responseMs: elapsedMs() };
    if (isOwnFault(error)) return { status: 'unknown', message: `could not ask: ${textOf(error)}`, details };
    return { status: 'unhealthy', message: `no answer: ${textOf(error)}`, details };
  }
}

function isOwnFault(error: unknown): boolean {
  if (error instanceof NotAsked) return true;
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return ownFaults.has(String(code));
}

/** Of several addresses that were tried, Node tells no message, but the code. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String(Reflect.get(error, 'code') ?? error.name);
}
