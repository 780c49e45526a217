import type { ChangeTopic } from '@seaworthy/api';
import type { Metrics } from '@seaworthy/kit';
import type { Clock } from '../platform/clock.ts';

/** Tells on the live stream that something of a topic has changed; what it is now, whoever shows it asks. */
export interface ChangeFeed {
  /** Told at once, or together with others of its topic a moment later. */
  tell(topics: readonly ChangeTopic[]): void;
  stop(): void;
}

export interface ChangeFeedOptions {
  readonly publish: (topic: ChangeTopic) => void;
  /** Whether anybody listens: what changes all the time is looked at only then. */
  readonly isWatched: () => boolean;
  readonly metrics: Pick<Metrics, 'get'>;
  readonly clock: Clock;
}

/** Between two events of one topic, at least. */
const spacingMs = 1000;
const spacings: Readonly<Partial<Record<ChangeTopic, number>>> = {
  ...{ logs: 2000, traces: 2000, rules: 5000, slos: 5000, health: 5000 },
};
const lookMs = 2000;

/** What changes by itself has changed when one of these counts has. */
const counts: Readonly<Partial<Record<ChangeTopic, readonly string[]>>> = {
  logs: ['seaworthy_logs_records_total'],
  traces: ['seaworthy_traces_kept_total'],
  rules: ['prometheus_rule_evaluations_total'],
  slos: ['prometheus_rule_evaluations_total'],
  notifications: ['notifications_sent_total', 'notifications_failed_attempts_total', 'notifications_waiting'],
};

export function startChangeFeed({ publish, isWatched, metrics, clock }: ChangeFeedOptions): ChangeFeed {
  const stopping = new AbortController();
  const toldMs = new Map<ChangeTopic, number>();
  const waiting = new Set<ChangeTopic>();
  const seen = new Map<ChangeTopic, string>();

  const publishNow = (topic: ChangeTopic) => {
    waiting.delete(topic);
    toldMs.set(topic, clock.monotonicMs());
    publish(topic);
  };
  const tellOne = (topic: ChangeTopic) => {
    if (waiting.has(topic) || stopping.signal.aborted) return;
    const dueMs = (toldMs.get(topic) ?? Number.NEGATIVE_INFINITY) + (spacings[topic] ?? spacingMs);
    const waitMs = dueMs - clock.monotonicMs();
    if (waitMs <= 0) return publishNow(topic);
    waiting.add(topic);
    clock.sleep(waitMs, stopping.signal).then(
      () => publishNow(topic),
      () => waiting.delete(topic),
    );
  };
  const look = async () => {
    if (!isWatched()) return seen.clear();
    for (const [topic, names] of Object.entries(counts) as [ChangeTopic, readonly string[]][]) {
      const present = JSON.stringify(await Promise.all(names.map((name) => metrics.get(name))));
      const before = seen.get(topic);
      seen.set(topic, present);
      if (before !== undefined && before !== present) tellOne(topic);
    }
  };
  const stopLooking = clock.every(lookMs, look);
  return {
    tell: (topics) => topics.forEach(tellOne),
    stop() {
      stopLooking();
      stopping.abort();
    },
  };
}
