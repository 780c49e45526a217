import type { Policy, Tracing } from '@seaworthy/kit';
import { ResilienceError, requireSuccess, tracedCall } from '@seaworthy/kit';
import { request } from 'undici';
import { DeliveryPutOff } from './delivery.ts';
import type { Channel } from './notify.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly policy: Policy;
  readonly tracing: Tracing;
  /** Aborts when the service stops and waits no longer. */
  readonly hurry: AbortSignal;
}

/** A house that wants to be told by HTTP: each notification is one POST, in the trace of its press. */
export function createWebhookChannel({ url, policy, tracing, hurry }: WebhookOptions): Channel {
  const headers = { 'content-type': 'application/json' };

  async function post(body: string, signal: AbortSignal): Promise<void> {
    const answer = await tracedCall(tracing, { method: 'POST', url, headers }, async (traced) => {
      const given = await request(url, { method: 'POST', headers: traced, body, signal });
      await given.body.dump();
      return given;
    });
    if (answer.statusCode >= 300 && answer.statusCode < 400) throw new Error(`the web hook redirects elsewhere`);
    requireSuccess(answer.statusCode, answer.headers);
  }

  return {
    name: 'webhook',
    async send({ type, severity, message, eventId }) {
      const body = JSON.stringify({ type, severity, message, eventId });
      try {
        await policy.execute((signal) => post(body, signal), hurry);
      } catch (error) {
        throw hurry.aborted || wasNotTried(error) ? new DeliveryPutOff('the web hook rests', { cause: error }) : error;
      }
    },
  };
}

function wasNotTried(error: unknown): boolean {
  return error instanceof ResilienceError && error.code !== 'timed_out';
}
