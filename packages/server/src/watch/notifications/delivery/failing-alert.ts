import type { FailureReason } from '../receiver.ts';
import type { ReceiverHealth } from './receiver-health.ts';

/** An alert about ourselves, for the same way that every other alert takes. */
export interface FailingReceiverAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: number;
  /** Null while it lasts; it is raised again and again as long as it does. */
  readonly endsAt: number | null;
}

/** Time alone does not mend these. */
const hopeless: readonly FailureReason[] = ['client_error', 'unauthorized', 'configuration'];

/** The alert that a receiver deserves now; undefined when it works, or may just have stumbled. */
export function failingAlert(
  health: ReceiverHealth,
  now: number,
  failingAfterMs: number,
  endsAt: number | null = null,
): FailingReceiverAlert | undefined {
  const { receiver, integration, channel, failingSince, failure } = health;
  if (failingSince === null || failure === null) return undefined;
  if (now - failingSince < failingAfterMs && !hopeless.includes(failure.reason)) return undefined;
  return {
    labels: { alertname: 'SeaworthyReceiverFailing', receiver, integration, channel, severity: 'critical' },
    annotations: {
      summary: `Notifications for ${receiver} do not get through (${integration}).`,
      description: `${failure.message} Nothing got through since ${new Date(failingSince).toISOString()}.`,
    },
    startsAt: failingSince,
    endsAt,
  };
}
