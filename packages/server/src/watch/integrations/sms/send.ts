import { send } from '../http/post.ts';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { needSecret } from '../secret.ts';
import { truncate } from '../texts/truncate.ts';
import { SmsConfig } from './config.ts';

const sendSms: Send<SmsConfig> = async (_, config, sending) => {
  const url = await needSecret('url', config.url, config.url_file);
  const message = truncate(sending.texts.text(config.message), config.max_length);
  const [to = ''] = config.to;
  const fields = Object.entries(config.fields).map(([name, value]) => [name, fill(value, to, message)] as const);
  const secrets = Object.values(config.fields);
  const { method, http_config } = config;
  await send(sending, { ...requestOf(url, fields, config), method, secrets, config: http_config });
};

/** In one pass: what a message says is never taken for a place to fill. */
function fill(text: string, to: string, message: string): string {
  return text.replace(/\$(to|message)\b/g, (_, name: string) => (name === 'to' ? to : message));
}

function requestOf(url: string, fields: readonly (readonly [string, string])[], { format, method }: SmsConfig) {
  const pairs = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  if (format === 'query' || method === 'GET') {
    const target = new URL(url);
    for (const [name, value] of pairs) target.searchParams.set(name, value);
    return { url: target.href, body: '', headers: {} };
  }
  const type = format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = format === 'json' ? JSON.stringify(Object.fromEntries(fields)) : pairs.toString();
  return { url, body, headers: { 'content-type': type } };
}

export const sms = defineKind({
  channel: 'sms',
  section: 'sms_configs',
  Config: SmsConfig,
  // Of several numbers one may fail: the others must not be told again because of it.
  split: (config) => config.to.map((number) => ({ ...config, to: [number] })),
  send: sendSms,
});
