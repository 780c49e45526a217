import type { Clock } from '../../../platform/clock.ts';
import type { FailingReceiverAlert } from './failing-alert.ts';
import { failingAlert } from './failing-alert.ts';
import type { ReceiverHealth } from './receiver-health.ts';

export type Raise = (alert: FailingReceiverAlert) => void | Promise<void>;

export interface Watchman {
  /** A failure was noted: one that time does not mend is told at once. */
  stumbled(now: ReceiverHealth): void;
  /** It works again (or is gone from the configuration): the alert of before ends. */
  recovered(before: ReceiverHealth): void;
  /** Raises what still holds; alerts end by themselves when nobody repeats them. */
  round(): Promise<void>;
}

export interface WatchmanOptions {
  readonly clock: Clock;
  readonly failingAfterMs: number;
  readonly list: () => Promise<readonly ReceiverHealth[]>;
  readonly raise: Raise;
  readonly report: (error: unknown, doing: string) => void;
}

/** Raises an alert about receivers to which nothing gets through; routes decide who else hears of it. */
export function createWatchman({ clock, failingAfterMs, list, raise, report }: WatchmanOptions): Watchman {
  const tell = async (health: ReceiverHealth, endsAt: number | null = null) => {
    const alert = failingAlert(health, clock.now(), failingAfterMs, endsAt);
    if (alert === undefined) return;
    try {
      await raise(alert);
    } catch (error) {
      report(error, `Raising an alert about ${health.receiver} (${health.integration})`);
    }
  };
  return {
    stumbled: (now) => void tell(now),
    recovered: (before) => void tell(before, clock.now()),
    async round() {
      for (const health of await list()) await tell(health);
    },
  };
}
