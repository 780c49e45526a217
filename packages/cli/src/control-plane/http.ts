import type { ClientOptions } from '@seaworthy/api';
import { Agent, fetch } from 'undici';
import type { Trust } from './tls-connect.ts';
import { connectorFor } from './tls-connect.ts';

const connectMs = 5000;
/** The control plane sends a heartbeat down a quiet stream every 15 s; three missed in a row mean that it is gone. */
const silenceMs = 45_000;
export const answerMs = 30_000;

/** undici's own fetch: the one built into Node 20 hangs on a peer that accepts and closes at once. */
export function createFetch(o: Trust & { readonly answerMs?: number } = {}): ClientOptions['fetch'] {
  const dispatcher = new Agent({ connect: connectorFor(o, connectMs), bodyTimeout: silenceMs, headersTimeout: 0 });
  return async (url, init) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), o.answerMs ?? answerMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    try {
      return await fetch(url, { ...init, signal, dispatcher });
    } finally {
      clearTimeout(timer);
    }
  };
}
