import type { Database } from '../../../db/database.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Receiver } from '../receiver.ts';
import type { LogKey } from './notification-log.ts';

export interface Forgetting {
  /** As they are configured now. */
  readonly receivers: () => readonly Receiver[];
  readonly forget: (telling: LogKey, within: Database) => Promise<void>;
}

/**
 * For delivery, to be told how each entry ended: what did not get through counts as never told, so that the group is
 * told anew at its next flush. It is forgotten in the transaction that stores the failure, and not when a later telling of
 * the same group got through, or still may. Where one entry of the configuration tells several (numbers of `sms[0]`), all
 * of them are told again: rather twice than not at all.
 */
export function forgetUndelivered({ receivers, forget }: Forgetting) {
  return async (ended: Entry, within: Database): Promise<void> => {
    const isLost = ended.state === 'failed' || ended.state === 'gave_up';
    if (!isLost || ended.action !== 'notify' || (await hasSuccessor(ended, within))) return;
    const integration = configuredName(receivers(), ended);
    await forget({ receiver: ended.receiver, integration, groupKey: ended.groupKey }, within);
  };
}

/** Ids sort by the time at which entries were queued. */
async function hasSuccessor({ id, receiver, integration, groupKey }: Entry, within: Database): Promise<boolean> {
  const row = await within
    .selectFrom('notifications')
    .select('id')
    .where('receiver', '=', receiver)
    .where('integration', '=', integration)
    .where('group_key', '=', groupKey)
    .where('action', '=', 'notify')
    .where('state', 'in', ['pending', 'sent'])
    .where('id', '>', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** What the log knows it by: `sms[0].1` is a part of `sms[0]`. */
function configuredName(receivers: readonly Receiver[], { receiver, integration }: Entry): string {
  const { integrations = [] } = receivers.find(({ name }) => name === receiver) ?? {};
  return integrations.find(({ name }) => name === integration)?.entry ?? integration;
}
