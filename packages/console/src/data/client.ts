import type { Client, ClientOptions } from '@seaworthy/api/caller';
import { createCaller } from '@seaworthy/api/caller';
import type { ConsoleRoute } from './addresses.ts';
import { addresses } from './addresses.ts';

export type ConsoleClient = Client<ConsoleRoute>;

const answerMs = 20_000;
/** These read the whole audit trail before they answer. */
const slowPaths = ['/api/v1/audit/verify', '/api/v1/audit/report'];
const slowAnswerMs = 10 * 60_000;
/** The control plane sends a heartbeat down a quiet stream every 15 s. */
const silenceMs = 40_000;

/** Calls of the page's own origin; the session cookie goes along by itself. */
export function createConsoleClient(baseUrl = '', fetchOf: typeof fetch = fetch.bind(globalThis)): ConsoleClient {
  return createCaller(addresses, { baseUrl, fetch: timedFetch(fetchOf) });
}

/** Gives up on an answer that does not come, and on a stream that went silent: a laptop that slept has a dead one. */
function timedFetch(fetchOf: typeof fetch): ClientOptions['fetch'] {
  return async (url, init) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), isSlow(url) ? slowAnswerMs : answerMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    try {
      const answer = await fetchOf(url, { ...init, signal });
      const { ok, status } = answer;
      return { ok, status, body: answer.body && chunks(answer.body, late), text: () => answer.text() };
    } finally {
      clearTimeout(timer);
    }
  };
}

function isSlow(url: string): boolean {
  return slowPaths.some((path) => url.includes(path));
}

/** Not every browser can walk a stream with `for await`. */
async function* chunks(body: ReadableStream<Uint8Array>, late: AbortController): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const timer = setTimeout(() => late.abort(), silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
