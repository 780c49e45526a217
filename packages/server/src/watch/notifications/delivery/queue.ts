import type { Clock } from '../../../platform/clock.ts';
import type { Entry, QueueName } from '../outbox/entry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { superseded } from '../outbox/superseded.ts';
import type { Integration, SendFailure, SendResult } from '../receiver.ts';
import type { Pause } from './queues.ts';

/** What a queue asks for and tells; `delivery.ts` answers. */
export interface QueueDesk {
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** Undefined when the configuration has no such integration any more. */
  integration(of: QueueName): Integration | undefined;
  /** When something of this queue may be sent: not while the peer wants to be left alone, nor past a rate limit. */
  freeAt(waiting: readonly Entry[]): Promise<number>;
  send(entry: Entry, integration: Integration): Promise<SendResult>;
  sent(entry: Entry): Promise<void>;
  failed(entry: Entry, failure: SendFailure): Promise<void>;
  /** It failed for good, or its time was over, or another one speaks for it. */
  closed(entry: Entry, state: 'failed' | 'gave_up' | 'superseded', failure?: Entry['failure']): Promise<void>;
  /** When to try again. */
  nextAttemptAt(entry: Entry, failure: SendFailure): number;
}

/** A wall clock may jump: longer waits are cut into pieces. */
const LONGEST_SLEEP_MS = 60_000;

/** Delivers what waits in a queue, strictly in order: the next one begins when the one before has ended. */
export async function workOff(queue: QueueName, desk: QueueDesk, pause: Pause, stopping: AbortSignal): Promise<void> {
  for (;;) {
    stopping.throwIfAborted();
    const waiting = await desk.outbox.pending(queue);
    if (waiting.length === 0) return;
    const old = superseded(waiting);
    for (const entry of old) await desk.closed(entry, 'superseded');
    if (old.length === 0) await advance(waiting, desk, pause);
  }
}

/** One step of the oldest: a wait, an attempt, or its end. */
async function advance(waiting: readonly Entry[], desk: QueueDesk, pause: Pause): Promise<void> {
  const [head] = waiting;
  if (head === undefined) return;
  const integration = desk.integration(head);
  if (integration === undefined) return desk.closed(head, 'failed', removed);
  const now = desk.clock.now();
  const free = await desk.freeAt(waiting);
  const due = Math.max(head.nextAttemptAt, free);
  // Even one that waited through a long outage of ours is tried once before it is given up.
  const isOver = now >= head.deadlineAt && (head.attempts > 0 || due > now);
  if (isOver) return desk.closed(head, 'gave_up', head.failure ?? (free > now ? limited : interrupted));
  if (due > now) {
    const until = head.deadlineAt > now ? Math.min(due, head.deadlineAt) : due;
    return pause(Math.min(until - now, LONGEST_SLEEP_MS));
  }
  await attempt(head, integration, desk);
}

async function attempt(head: Entry, integration: Integration, desk: QueueDesk): Promise<void> {
  const begun = await desk.outbox.begin(head);
  const result = await desk.send(begun, integration);
  if (result.outcome === 'sent') return desk.sent(begun);
  await desk.failed(begun, result);
  if (!result.retryable) return desk.closed(begun, 'failed', result);
  await desk.outbox.postpone(begun, desk.nextAttemptAt(begun, result), result);
}

const removed = { reason: 'receiver_removed', message: 'The configuration has no such receiver any more.' } as const;
const limited = {
  reason: 'rate_limited',
  message: 'More was to be sent than the limits of the receiver allow.',
} as const;
const interrupted = { reason: 'timeout', message: 'The server stopped while it was sent.' } as const;
