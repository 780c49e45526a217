/** Label or annotation names with their values. */
export type NotifiedLabels = Readonly<Record<string, string>>;

export type NotificationStatus = 'firing' | 'resolved';

/** Why a group is told about now, and not left alone. */
export type NotificationReason = 'first' | 'new_alerts' | 'all_resolved' | 'some_resolved' | 'repeat';

/** An alert as a receiver is told of it. */
export interface NotifiedAlert {
  readonly status: NotificationStatus;
  readonly labels: NotifiedLabels;
  readonly annotations: NotifiedLabels;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  /** When it was over; null while it fires. */
  readonly endsAt: number | null;
  readonly generatorURL: string;
  /** Of its labels: 16 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * What dispatch hands to delivery: the state of one group of alerts, for one receiver. It is complete in itself, so that
 * it can be stored, and sent much later than it was made.
 */
export interface Notification {
  readonly receiver: string;
  /** Names the route and the group; stays the same for as long as the group's labels do. */
  readonly groupKey: string;
  readonly groupLabels: NotifiedLabels;
  readonly commonLabels: NotifiedLabels;
  readonly commonAnnotations: NotifiedLabels;
  /** Where people find Seaworthy; without a slash at its end. */
  readonly externalURL: string;
  /** `firing` as long as any of its alerts is. */
  readonly status: NotificationStatus;
  readonly alerts: readonly NotifiedAlert[];
  /** How many alerts of the group were left out. */
  readonly truncatedAlerts: number;
  readonly reason: NotificationReason;
}
