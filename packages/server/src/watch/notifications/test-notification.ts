import { createHash } from 'node:crypto';
import type { Notification } from './notification.ts';

export interface TestOf {
  readonly receiver: string;
  /** Who asked for it. */
  readonly by: string;
  readonly externalURL: string;
  /** Sets it apart from every other test: nothing is grouped with it. */
  readonly id: string;
  readonly at: number;
}

/** A notification that says of itself that it is a test. No alert stands behind it, and no group. */
export function testNotification({ receiver, by, externalURL, id, at }: TestOf): Notification {
  const labels = { alertname: 'SeaworthyTest', receiver, severity: 'info', test: 'true' };
  const annotations = {
    summary: `This is a test of the receiver ${receiver}. Nothing is wrong.`,
    description: `${by} asked Seaworthy to send it, to see whether it arrives.`,
  };
  return {
    ...{ receiver, externalURL, groupKey: `test:${id}`, status: 'firing', reason: 'first', truncatedAlerts: 0 },
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: [
      {
        ...{ status: 'firing', labels, annotations, startsAt: at, endsAt: null },
        generatorURL: `${externalURL}/alerts/receivers`,
        fingerprint: createHash('sha256').update(id).digest('hex').slice(0, 16),
      },
    ],
  };
}

/** Its end, for those who keep what they were told of open until they hear of that. */
export function testIsOver(test: Notification, at: number): Notification {
  return {
    ...{ ...test, status: 'resolved', reason: 'all_resolved' },
    alerts: test.alerts.map((alert) => ({ ...alert, status: 'resolved', endsAt: at })),
  };
}
