import type { Metrics } from '@seaworthy/kit/metrics';
import type { Database } from '../../../db/database.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { NewId } from '../../../platform/ids.ts';
import type { Service } from '../../../platform/service.ts';
import type { History } from '../history/history.ts';
import { createHistory } from '../history/history.ts';
import type { Notification } from '../notification.ts';
import { address } from '../outbox/address.ts';
import type { Entry, EntryAction } from '../outbox/entry.ts';
import { createOutbox } from '../outbox/outbox.ts';
import type { Receiver } from '../receiver.ts';
import { createDesk } from './desk.ts';
import { registerDeliveryMetrics } from './metrics.ts';
import type { DeliveryPolicy } from './policy.ts';
import { defaultPolicy } from './policy.ts';
import { workOff } from './queue.ts';
import { createQueues } from './queues.ts';
import type { ReceiverHealth } from './receiver-health.ts';
import { createReceiverHealth } from './receiver-health.ts';
import type { TestOutcome } from './send-test.ts';
import { sendTest } from './send-test.ts';
import type { Raise } from './watchman.ts';
import { createWatchman } from './watchman.ts';

/**
 * Brings notifications to receivers: at least once, in order for each group, and never again what is recorded as sent.
 * `run` begins with what an earlier process left behind.
 */
export interface Delivery extends Service {
  /** Resolves when the notification is on the disk, in the queue of each integration; sending happens afterwards. */
  deliver(notification: Notification, telling?: Telling): Promise<readonly Entry[]>;
  /** Tells integrations that know such a thing that somebody has taken the group on. */
  acknowledge(notification: Notification, telling?: Telling): Promise<readonly Entry[]>;
  /** One attempt by each integration, beside the queues: nothing is stored, repeated, or told of the receiver. */
  test(notification: Notification): Promise<readonly TestOutcome[]>;
  /** After a reload. What waits for a receiver that is gone ends as failed. */
  setReceivers(receivers: readonly Receiver[]): Promise<void>;
  health(): Promise<readonly ReceiverHealth[]>;
  readonly history: History;
}

export interface Telling {
  /**
   * What sets this telling apart from others of the same group, such as the number of the log entry before it. Under the
   * same occasion a group is queued once, however often a restart asks for it.
   */
  readonly occasion?: string;
  /** Names of the entries of the configuration that are to be told; all unless given. */
  readonly integrations?: readonly string[];
  /** Stored in the same transaction as the queued notification. */
  readonly also?: (within: Database) => Promise<void>;
}

export interface DeliveryOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  /** In [0, 1). */
  readonly random: () => number;
  readonly receivers: readonly Receiver[];
  readonly metrics: Metrics;
  readonly policy?: Partial<DeliveryPolicy>;
  /** Where alerts about failing receivers go. */
  readonly raise: Raise;
  /** Told in the transaction that stores how an entry ended. */
  readonly recorded?: (entry: Entry, within: Database) => Promise<void>;
  readonly report: (error: unknown, doing: string) => void;
}

const ROUND_MS = 30_000;
const PRUNE_MS = 3_600_000;
/** How long attempts under way may go on when the server stops: one that is cut short is sent again at the next start. */
const GRACE_MS = 5_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { db, clock, newId, metrics, report } = options;
  const policy = { ...defaultPolicy, ...options.policy };
  const outbox = createOutbox(db);
  const history = createHistory(db);
  const health = createReceiverHealth(db);
  let receivers = byName(options.receivers);
  const stopping = new AbortController();
  const cutting = new AbortController();
  const watchman = createWatchman({
    clock,
    failingAfterMs: policy.failingAfterMs,
    list: health.list,
    raise: options.raise,
    report,
  });
  const desk = createDesk({
    ...{ db, clock, random: options.random, policy, outbox, history, health },
    metrics: registerDeliveryMetrics({ metrics, outbox, health }),
    receivers: () => receivers,
    stopping: cutting.signal,
    recorded: options.recorded ?? (async () => {}),
    recovered: watchman.recovered,
    stumbled: watchman.stumbled,
  });
  const queues = createQueues({
    clock,
    workOff: (queue, pause) => workOff(queue, desk, pause, stopping.signal),
    stopping: stopping.signal,
    report,
  });

  const tell = async (action: EntryAction, notification: Notification, telling: Telling = {}) => {
    const entries = addressed(action, notification, telling);
    const added = await db.transaction().execute(async (within) => {
      await telling.also?.(within);
      return outbox.add(entries, within);
    });
    for (const entry of added) queues.wake(entry);
    return added;
  };
  const receiverOf = ({ receiver: name }: Notification): Receiver => {
    const receiver = receivers.get(name);
    if (receiver === undefined) throw new Error(`There is no receiver ${name}.`);
    return receiver;
  };
  const addressed = (action: EntryAction, notification: Notification, { occasion, integrations }: Telling) => {
    const receiver = receiverOf(notification);
    return receiver.integrations
      .filter(({ name, entry = name }) => integrations?.includes(entry) ?? true)
      .flatMap((integration) => {
        const id = newId('ntf');
        const deadlineMs = policy.deadlineMs;
        const details = { id, now: clock.now(), deadlineMs, action, occasion: occasion ?? id };
        return address(notification, receiver, integration, details) ?? [];
      });
  };
  const forgetRemoved = async () => {
    for (const one of await health.list()) {
      const isKnown = receivers.get(one.receiver)?.integrations.some(({ name }) => name === one.integration);
      if (isKnown) continue;
      watchman.recovered(one);
      await health.forget(one);
    }
  };
  const attempted = (work: () => Promise<unknown>, doing: string) => async () => {
    await work().catch((error: unknown) => report(error, doing));
  };
  return {
    id: 'notification delivery',
    history,
    health: health.list,
    deliver: (notification, telling) => tell('notify', notification, telling),
    acknowledge: (notification, telling) => tell('acknowledge', notification, telling),
    test: (notification) => {
      const details = { id: newId('ntf'), now: clock.now(), deadlineMs: policy.attemptTimeoutMs };
      return sendTest(notification, receiverOf(notification), details, desk);
    },
    async setReceivers(next) {
      receivers = byName(next);
      await forgetRemoved();
    },
    async run() {
      await forgetRemoved();
      for (const queue of await outbox.queues()) queues.wake(queue);
      const stopRounds = clock.every(ROUND_MS, attempted(watchman.round, 'Looking after receivers'));
      const prune = () => history.prune(clock.now() - policy.keepMs);
      const stopPruning = clock.every(PRUNE_MS, attempted(prune, 'Forgetting old notifications'));
      await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
      stopRounds();
      stopPruning();
    },
    async stop() {
      stopping.abort();
      const grace = new AbortController();
      void clock.sleep(GRACE_MS, grace.signal).then(
        () => cutting.abort(),
        () => undefined,
      );
      await queues.idle();
      grace.abort();
    },
  };
}

function byName(receivers: readonly Receiver[]): ReadonlyMap<string, Receiver> {
  return new Map(receivers.map((receiver) => [receiver.name, receiver]));
}
