import type { Logger } from '@seaworthy/kit';
import type { DueNotification, VisitLog } from '../store/visit-log.ts';

/** Tells somebody. Resolves when they were told; throws when they could not be. */
export interface Channel {
  readonly name: string;
  send(notification: DueNotification): Promise<void>;
}

export interface NotifyOptions {
  readonly channel: Channel;
  readonly log: VisitLog;
  readonly onSettled: (channel: string, type: string, status: 'delivered' | 'failed') => void;
}

/** Sends one notification and writes down how it went. At least once: a crash in between sends it again. */
export function createNotifyStep(options: NotifyOptions): (due: DueNotification) => Promise<void> {
  return async (due) => {
    const { channel, log, onSettled } = options;
    let status: 'delivered' | 'failed' = 'failed';
    try {
      await channel.send(due);
      status = 'delivered';
    } finally {
      onSettled(channel.name, due.type, status);
      await log.settle(due.id, status);
    }
  };
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
