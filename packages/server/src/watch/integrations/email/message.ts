import type { Notification } from '../../notifications/notification.ts';
import type { Sending } from '../kind.ts';
import { groupHash } from '../texts/group-hash.ts';
import type { EmailConfig } from './config.ts';

const SUBJECT = '{{ template "email.default.subject" . }}';

/** The same key gives the same Message-ID: mail programs show a message that comes twice once. */
export function emailMessage(notification: Notification, config: EmailConfig, { texts, key, clock }: Sending) {
  const from = texts.exact(config.from ?? '');
  const { subject = SUBJECT, ...headers } = lowerCased(config.headers);
  const [html, text] = [texts.text(config.html, 'html'), texts.text(config.text)];
  return {
    from,
    to: texts.exact(config.to),
    subject: oneLine(texts.text(subject)),
    date: new Date(clock.now()),
    messageId: `<${key}@${hostOf(from)}>`,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, template]) => [name, oneLine(texts.text(template))]),
    ),
    ...(html === '' ? {} : { html }),
    ...(text === '' ? {} : { text }),
    ...(config.threading?.enabled ? thread(notification, hostOf(from)) : {}),
  };
}

/** All messages of a group answer one that was never sent: so they stand together. */
function thread(notification: Notification, host: string) {
  const id = `<group-${groupHash(notification).slice(0, 32)}@${host}>`;
  return { inReplyTo: id, references: id };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A line break in a label must not begin another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function hostOf(address: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(address)?.[1] ?? 'seaworthy.invalid';
}
