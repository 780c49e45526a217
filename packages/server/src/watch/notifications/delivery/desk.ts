import type { Database } from '../../../db/database.ts';
import { backoffDelayMs } from '../../../platform/backoff.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { History } from '../history/history.ts';
import type { Entry, QueueName } from '../outbox/entry.ts';
import type { Ending, Outbox } from '../outbox/outbox.ts';
import type { Integration, Receiver, SendFailure } from '../receiver.ts';
import type { DeliveryMetrics } from './metrics.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { QueueDesk } from './queue.ts';
import { allowedAt, longestWindowMs } from './rate-limit.ts';
import type { ReceiverHealth, ReceiverHealthStore } from './receiver-health.ts';
import { sendOnce } from './send-once.ts';
import { Slots } from './slots.ts';

export interface DeskOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: DeliveryPolicy;
  readonly outbox: Outbox;
  readonly history: History;
  readonly health: ReceiverHealthStore;
  readonly metrics: DeliveryMetrics;
  /** The receivers as configured now. */
  readonly receivers: () => ReadonlyMap<string, Receiver>;
  /** Aborts attempts. */
  readonly stopping: AbortSignal;
  /** Told in the transaction that stores an entry's end. */
  readonly recorded: (entry: Entry, within: Database) => Promise<void>;
  readonly recovered: (before: ReceiverHealth) => void;
  readonly stumbled: (now: ReceiverHealth) => void;
}

/** Answers what queues ask, and stores what they tell. Queues of one integration share its pause and its slots. */
export function createDesk(options: DeskOptions): QueueDesk {
  const { db, clock, random, policy, outbox, history, health, metrics } = options;
  const pausedUntil = new Map<string, number>();
  const slots = new Map<string, Slots>();

  const slotsOf = (entry: Entry): Slots => {
    const known = slots.get(nameOf(entry)) ?? new Slots(policy.parallel);
    slots.set(nameOf(entry), known);
    return known;
  };
  const limitedUntil = async (waiting: readonly Entry[]): Promise<number> => {
    const [head] = waiting;
    if (head === undefined || waiting.some(({ severity }) => severity === 'critical')) return 0;
    const limits = policy.limits(head.receiver);
    const sent = await history.sentSince(head, clock.now() - longestWindowMs(limits));
    return allowedAt(sent, limits, clock.now());
  };
  const end = async (entry: Entry, ending: Ending, within: Database) => {
    const ended = await outbox.end(entry, ending, within);
    await options.recorded(ended, within);
    return ended;
  };
  return {
    clock,
    outbox,
    integration: (of) => integrationOf(options.receivers(), of),
    freeAt: async (waiting) =>
      Math.max(await limitedUntil(waiting), ...waiting.map((e) => pausedUntil.get(nameOf(e)) ?? 0)),
    send: (entry, integration) => slotsOf(entry).use(() => sendEntry(entry, integration, options)),
    async sent(entry) {
      const at = clock.now();
      const { ended, before } = await db.transaction().execute(async (within) => ({
        before: await health.noteSent(entry, at, within),
        ended: await end(entry, { state: 'sent', at }, within),
      }));
      metrics.ended(ended);
      if (before.state === 'failing') options.recovered(before);
    },
    async failed(entry, failure) {
      metrics.failed(entry, failure.reason);
      if (failure.retryAfterMs !== undefined) pausedUntil.set(nameOf(entry), clock.now() + failure.retryAfterMs);
      options.stumbled(await health.noteFailed(entry, failure, clock.now()));
    },
    async closed(entry, state, failure) {
      const ending = { state, at: clock.now(), failure: failure ?? entry.failure ?? undefined };
      metrics.ended(await db.transaction().execute((within) => end(entry, ending, within)));
    },
    nextAttemptAt: (entry, failure) => clock.now() + retryDelayMs(entry, failure, policy, random),
  };
}

function sendEntry(entry: Entry, integration: Integration, { clock, policy, stopping }: DeskOptions) {
  const { key, notification, action } = entry;
  return sendOnce({
    send: (attempt) =>
      action === 'acknowledge' && integration.acknowledge !== undefined
        ? integration.acknowledge(notification, attempt)
        : integration.send(notification, attempt),
    key,
    timeoutMs: Math.min(policy.attemptTimeoutMs, integration.timeoutMs ?? Number.POSITIVE_INFINITY),
    clock,
    stopping,
  });
}

/** What the peer asks for is the least; chance comes on top of it, so that not all come back at the same moment. */
function retryDelayMs(
  { attempts }: Entry,
  { retryAfterMs = 0 }: SendFailure,
  { backoff }: DeliveryPolicy,
  random: () => number,
): number {
  const asked = retryAfterMs * (1 + 0.1 * backoff.jitter * random());
  return Math.max(asked, backoffDelayMs(attempts, backoff, random));
}

function integrationOf(receivers: ReadonlyMap<string, Receiver>, of: QueueName): Integration | undefined {
  return receivers.get(of.receiver)?.integrations.find(({ name }) => name === of.integration);
}

function nameOf({ receiver, integration }: QueueName): string {
  return JSON.stringify([receiver, integration]);
}
