import { createHmac } from 'node:crypto';
import { send } from '../http/post.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { goJson } from '../texts/go-json.ts';
import { WebhookConfig } from './config.ts';
import { webhookMessage } from './message.ts';

const sendWebhook: Send<WebhookConfig> = async (notification, config, sending) => {
  const url = sending.texts.exact(await needSecret('url', config.url, config.url_file));
  const body = goJson(webhookMessage(notification, config.max_alerts));
  const headers = { 'content-type': 'application/json', ...(await signature(body, config.hmac)) };
  await send(sending, { url, body, headers, config: config.http_config });
};

/** Of the bytes as sent, so that the peer need not write JSON as we do. */
async function signature(body: string, hmac: WebhookConfig['hmac']): Promise<Record<string, string>> {
  if (hmac === undefined) return {};
  const secret = await needSecret('hmac.secret', hmac.secret, hmac.secret_file);
  return { [hmac.header.toLowerCase()]: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

export const webhook = defineKind({
  channel: 'webhook',
  section: 'webhook_configs',
  Config: WebhookConfig,
  send: sendWebhook,
});
