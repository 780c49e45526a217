import { UnreachableError } from '@seaworthy/api/caller';
import type { ConsoleClient } from '../data/client.ts';
import { isSignedOut, messageOf } from '../data/failure.ts';
import type { Topic } from '../data/topics.ts';
import type { LiveState } from './live-state.ts';
import { nothingSeen, withEvent, withStatus } from './live-state.ts';

/** The page's one picture of the service, kept true by one stream. */
export interface Live {
  read(): LiveState;
  subscribe(onChange: () => void): () => void;
  /** Keeps the picture true until `signal` aborts or nobody is signed in. */
  run(signal: AbortSignal): Promise<void>;
  /** Tries at once, when it waits to try again. */
  retry(): void;
}

export interface LiveOptions {
  now(): number;
  /** Resolves after `ms`, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Something that others read has changed; `all`: the stream was broken, and what it would have told is not known. */
  onNews?(topics: readonly Topic[] | 'all'): void;
}

const firstDelayMs = 500;
const longestDelayMs = 8000;

export function createLive(client: ConsoleClient, { now, wait, onNews = () => {} }: LiveOptions): Live {
  const listeners = new Set<() => void>();
  let state = nothingSeen;
  let lastSeenMs: number | null = null;
  let lastEventId: string | undefined;
  let hurry = new AbortController();

  const become = (next: LiveState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const seen = (next: LiveState) => {
    lastSeenMs = now();
    become(next.link.state === 'live' ? next : { ...next, link: { state: 'live' } });
  };

  /** The record first, then every change of it. Returns when the server ends the stream, throws when it breaks. */
  const follow = async (signal: AbortSignal) => {
    const isBack = state.link.state === 'behind';
    seen(withStatus(state, await client.call('status', {}, { signal })));
    if (isBack) onNews('all');
    const resume = lastEventId === undefined ? {} : { lastEventId };
    for await (const event of client.stream('events', {}, { signal, ...resume })) {
      const { ended } = state;
      lastEventId = event.id;
      seen(withEvent(state, event.data));
      if (event.data.type === 'changed') onNews([event.data.topic]);
      else if (state.ended !== ended) onNews(['deployments']);
    }
  };

  const fallBehind = (error: unknown) => {
    const message = isAway(error) ? 'The control plane does not answer.' : messageOf(error);
    become({ ...state, link: { state: 'behind', lastSeenMs, message } });
  };

  return {
    read: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    retry: () => hurry.abort(),
    async run(signal) {
      let delayMs = firstDelayMs;
      while (!signal.aborted) {
        const startedMs = now();
        const error = await follow(signal).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (signal.aborted) return;
        if (isSignedOut(error)) return become({ ...nothingSeen, link: { state: 'signed_out' } });
        fallBehind(error);
        if (now() - startedMs > longestDelayMs) delayMs = firstDelayMs;
        hurry = new AbortController();
        await wait(delayMs, AbortSignal.any([signal, hurry.signal]));
        delayMs = Math.min(delayMs * 2, longestDelayMs);
      }
    },
  };
}

/** Undefined: the server ended the stream, as it does when it stops. */
function isAway(error: unknown): boolean {
  return error === undefined || error instanceof UnreachableError;
}
