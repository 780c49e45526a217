import type { Notification } from '../../notifications/notification.ts';
import { postJson } from '../http/post.ts';
import type { Sending } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { PagerdutyConfig } from './config.ts';
import type { PagerdutyAction } from './event.ts';
import { pagerdutyEvent } from './event.ts';

const EVENTS_URL = 'https://events.pagerduty.com/v2/enqueue';

async function sendEvent(
  action: PagerdutyAction,
  notification: Notification,
  config: PagerdutyConfig,
  sending: Sending,
): Promise<void> {
  const routingKey = sending.texts.exact(await needSecret('routing_key', config.routing_key, config.routing_key_file));
  await postJson(sending, {
    url: config.url ?? EVENTS_URL,
    json: pagerdutyEvent(action, routingKey, notification, config, sending.texts),
    secrets: [routingKey],
    config: config.http_config,
  });
}

export const pagerduty = defineKind({
  channel: 'pagerduty',
  section: 'pagerduty_configs',
  Config: PagerdutyConfig,
  fromGlobals: [{ keys: { url: 'pagerduty_url' } }],
  send: (notification, config, sending) =>
    sendEvent(notification.status === 'firing' ? 'trigger' : 'resolve', notification, config, sending),
  acknowledge: (notification, config, sending) => sendEvent('acknowledge', notification, config, sending),
});
