import type { Tracing } from '@seaworthy/kit';
import { tracedCall } from '@seaworthy/kit';
import { request } from 'undici';
import type { Channel } from './notify.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly tracing: Tracing;
}

/** A house that wants to be told by HTTP: each notification is one POST, in the trace of its press. */
export function createWebhookChannel({ url, timeoutMs, tracing }: WebhookOptions): Channel {
  const headers = { 'content-type': 'application/json' };
  return {
    name: 'webhook',
    async send({ type, severity, message, eventId }) {
      const body = JSON.stringify({ type, severity, message, eventId });
      const { statusCode } = await tracedCall(tracing, { method: 'POST', url, headers }, async (traced) => {
        const signal = AbortSignal.timeout(timeoutMs);
        const answer = await request(url, { method: 'POST', headers: traced, body, signal });
        await answer.body.dump();
        return answer;
      });
      if (statusCode >= 300) throw new Error(`the web hook answered ${statusCode}`);
    },
  };
}
