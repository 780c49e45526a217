import type { ReceiverTestOutcome } from '@seaworthy/api';
import { AccessError } from '../access/access-error.ts';
import { HttpError } from '../http/errors.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { RateLimit } from '../watch/notifications/delivery/policy.ts';
import { allowedAt, longestWindowMs } from '../watch/notifications/delivery/rate-limit.ts';
import type { TestOutcome } from '../watch/notifications/delivery/send-test.ts';
import type { Telling } from '../watch/telling.ts';
import { timeText } from './wire.ts';

/** Of one receiver: people stand behind it, and a peer that counts what it is sent. */
const limits: readonly RateLimit[] = [
  { count: 3, perMs: 60_000 },
  { count: 20, perMs: 3_600_000 },
];

export function receiverTests({ alerting, test }: Pick<Telling, 'alerting' | 'test'>, clock: Pick<Clock, 'now'>) {
  const sent = new Map<string, readonly number[]>();

  const count = (receiver: string): void => {
    const now = clock.now();
    const recent = (sent.get(receiver) ?? []).filter((at) => at > now - longestWindowMs(limits));
    const free = allowedAt(recent, limits, now);
    if (free > now) throw tooMany(receiver, free - now);
    sent.set(receiver, [...recent, now]);
  };
  return {
    async testReceiver({ params: { name } }, { caller }) {
      if (!alerting.config().receivers.some((receiver) => receiver.name === name)) {
        throw new HttpError('not_found', `There is no receiver ${name}.`);
      }
      count(name);
      const at = timeText(clock.now());
      return { receiver: name, at, items: (await test(name, caller.name)).map(toApiOutcome) };
    },
  } satisfies Partial<Handlers>;
}

function tooMany(receiver: string, retryAfterMs: number): AccessError {
  return new AccessError('rate_limited', `${receiver} was sent enough tests for now.`, { retryAfterMs });
}

function toApiOutcome({ integration, channel, result }: TestOutcome): ReceiverTestOutcome {
  if (result.outcome === 'sent') {
    return { integration, channel, outcome: 'delivered', status: null, failure: null, note: result.note ?? null };
  }
  const { reason, message, status = null } = result;
  return { integration, channel, outcome: 'refused', status, failure: { reason, message }, note: null };
}
