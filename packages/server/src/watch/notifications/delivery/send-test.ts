import type { Notification } from '../notification.ts';
import type { Addressing } from '../outbox/address.ts';
import { address } from '../outbox/address.ts';
import type { Integration, Receiver, SendResult } from '../receiver.ts';
import { testIsOver } from '../test-notification.ts';
import type { QueueDesk } from './queue.ts';

/** What came of a test, by one integration. */
export interface TestOutcome {
  readonly integration: string;
  readonly channel: string;
  readonly result: SendResult;
}

type Details = Pick<Addressing, 'id' | 'now' | 'deadlineMs'>;

/** By each integration of the receiver, at the same time, once: as everything else is sent, but by no queue. */
export function sendTest(
  test: Notification,
  receiver: Receiver,
  details: Details,
  desk: Pick<QueueDesk, 'send' | 'clock'>,
): Promise<TestOutcome[]> {
  const send = async (notification: Notification, integration: Integration): Promise<SendResult | undefined> => {
    const occasion = { action: 'notify' as const, occasion: `${details.id} ${notification.status}` };
    const entry = address(notification, receiver, integration, { ...details, ...occasion });
    return entry && desk.send(entry, integration);
  };
  /** What acknowledges opens incidents elsewhere: a test leaves none behind, whatever is sent of ends otherwise. */
  const sendAndClose = async (integration: Integration): Promise<SendResult> => {
    const result = (await send(test, integration)) ?? { outcome: 'sent' };
    if (result.outcome === 'failed' || integration.acknowledge === undefined) return result;
    const closed = await send(testIsOver(test, desk.clock.now()), { ...integration, sendResolved: true });
    return closed?.outcome === 'failed' ? { ...result, note: `It was not closed again: ${closed.message}` } : result;
  };
  return Promise.all(
    receiver.integrations.map(async (integration) => {
      const { name, channel } = integration;
      return { integration: name, channel, result: await sendAndClose(integration) };
    }),
  );
}
