import { createHash } from 'node:crypto';
import type { Notification } from '../../notifications/notification.ts';

/** Names a group where its key is too long: the same as Alertmanager's, so that a change-over closes what it opened. */
export function groupHash({ groupKey }: Pick<Notification, 'groupKey'>): string {
  return createHash('sha256').update(groupKey).digest('hex');
}
