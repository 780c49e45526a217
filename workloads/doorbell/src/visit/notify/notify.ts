import type { Logger, Tracing } from '@seaworthy/kit';
import { statement } from '../store/statement.ts';
import type { DueNotification, VisitLog } from '../store/visit-log.ts';
import type { Delivery } from './delivery.ts';
import { DeliveryPutOff } from './delivery.ts';

/** Tells somebody. Resolves when they were told; throws when they could not be. */
export interface Channel {
  readonly name: string;
  send(notification: DueNotification): Promise<void>;
}

export interface NotifyOptions {
  readonly channels: readonly Channel[];
  readonly log: VisitLog;
  readonly tracing: Tracing;
  readonly onSettled: (channel: string, type: string, status: 'delivered' | 'failed') => void;
}

/**
 * Sends one notification through every channel, and writes down how it went: delivered when all were told. At least
 * once: a crash in between sends it again, and so does a channel that puts it off. Throws what the first channel that
 * failed threw.
 */
export function createNotifyStep(options: NotifyOptions): (delivery: Delivery) => Promise<void> {
  return async ({ due }) => {
    const { channels, log, tracing } = options;
    const results = await Promise.allSettled(channels.map((channel) => send(channel, due, options)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed?.reason instanceof DeliveryPutOff) throw failed.reason;
    const status = failed ? 'failed' : 'delivered';
    await tracing.span(...statement('UPDATE', 'notifications'), () => log.settle(due.id, status), { kind: 'client' });
    if (failed) throw failed.reason;
  };
}

async function send(channel: Channel, due: DueNotification, { onSettled }: NotifyOptions): Promise<void> {
  let status: 'delivered' | 'failed' = 'failed';
  try {
    await channel.send(due);
    status = 'delivered';
  } finally {
    onSettled(channel.name, due.type, status);
  }
}

/** The first channel: a line in the log, in its own logger so that it can be filtered out. */
export function createLogChannel(logger: Logger): Channel {
  return {
    name: 'log',
    async send({ type, severity, message, eventId }) {
      const line = severity === 'info' ? logger.info.bind(logger) : logger.warn.bind(logger);
      line(message, { notificationType: type, severity, eventId });
    },
  };
}
