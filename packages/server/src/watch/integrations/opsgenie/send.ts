import type { Notification } from '../../notifications/notification.ts';
import type { Post } from '../http/post.ts';
import { postJson } from '../http/post.ts';
import type { Sending } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { groupHash } from '../texts/group-hash.ts';
import { opsgenieAlert, opsgenieDescription, opsgenieMessage } from './alert.ts';
import { OpsgenieConfig } from './config.ts';

const API_URL = 'https://api.opsgenie.com/';

type Ask = (path: string, json: unknown, method?: Post['method']) => Promise<unknown>;

async function caller(config: OpsgenieConfig, sending: Sending): Promise<Ask> {
  const key = sending.texts.exact(await needSecret('api_key', config.api_key, config.api_key_file));
  const base = (config.api_url ?? API_URL).replace(/\/*$/, '/');
  return (path, json, method = 'POST') =>
    postJson(sending, {
      ...{ url: `${base}${path}`, method, json, secrets: [key] },
      headers: { authorization: `GenieKey ${key}` },
      config: config.http_config,
    });
}

async function create(notification: Notification, config: OpsgenieConfig, sending: Sending): Promise<void> {
  const { texts } = sending;
  const ask = await caller(config, sending);
  await ask('v2/alerts', opsgenieAlert(notification, config, texts));
  if (!config.update_alerts) return;
  await ask(pathOf(notification, 'message'), { message: opsgenieMessage(config, texts) }, 'PUT');
  await ask(pathOf(notification, 'description'), { description: opsgenieDescription(config, texts) }, 'PUT');
}

async function close(notification: Notification, config: OpsgenieConfig, sending: Sending): Promise<void> {
  const ask = await caller(config, sending);
  await ask(pathOf(notification, 'close'), { source: sending.texts.text(config.source) });
}

function pathOf(notification: Notification, what: string): string {
  return `v2/alerts/${groupHash(notification)}/${what}?identifierType=alias`;
}

export const opsgenie = defineKind({
  channel: 'opsgenie',
  section: 'opsgenie_configs',
  Config: OpsgenieConfig,
  fromGlobals: [
    { keys: { api_url: 'opsgenie_api_url' } },
    { keys: { api_key: 'opsgenie_api_key', api_key_file: 'opsgenie_api_key_file' }, required: true },
  ],
  send: (notification, config, sending) =>
    (notification.status === 'firing' ? create : close)(notification, config, sending),
  async acknowledge(notification, config, sending) {
    const ask = await caller(config, sending);
    await ask(pathOf(notification, 'acknowledge'), { source: sending.texts.text(config.source) });
  },
});
