import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { notificationTemplates } from '../template/notification-templates.ts';
import { buildReceivers } from './receivers.ts';
import { kinds } from './registry.ts';
import { checkSettings } from './settings.ts';
import { firing, peerServer, resolved, testKey, testTools } from './testing.ts';
import type { Expand } from './texts/texts.ts';

const { now } = virtualClock();
const templates = notificationTemplates([], { now });
const expand: Expand = (text, notification, mode) => templates[mode](text, notification);

/** The least that each channel asks for. */
const least = (url: string, folder: string): Record<string, Record<string, unknown>> => ({
  slack: { api_url: url, send_resolved: true },
  discord: { webhook_url: url },
  pagerduty: { url, routing_key: 'R' },
  opsgenie: { api_url: url, api_key: 'K' },
  webhook: { url },
  telegram: { api_url: url, bot_token: '1:A', chat_id: 1 },
  msteamsv2: { webhook_url: url },
  sms: { url, to: ['+1', '+2'] },
  file: { path: join(folder, 'notifications.jsonl') },
  console: {},
});

describe('the least that a channel asks for', () => {
  it('is enough to be told in words, with the templates that come along', async () => {
    const [peer, folder] = [await peerServer(), await testFolder()];
    const lines: string[] = [];
    const settings = least(peer.url, folder);
    const integrations = Object.keys(settings).map((channel) => ({
      ...{ name: `${channel}[0]`, channel },
      settings: settings[channel] ?? {},
    }));
    expect(integrations.flatMap((one) => checkSettings(one.channel, one.settings, {}))).toEqual([]);
    const tools = testTools({ expand, print: (line) => lines.push(line) });
    const [receiver] = buildReceivers([{ name: 'all', integrations }], {}, tools);
    expect(receiver?.integrations.map(({ name }) => name)).toEqual([
      ...['slack[0]', 'discord[0]', 'pagerduty[0]', 'opsgenie[0]', 'webhook[0]', 'telegram[0]', 'msteamsv2[0]'],
      ...['sms[0].0', 'sms[0].1', 'file[0]', 'console[0]'],
    ]);
    for (const notification of [firing, resolved]) {
      for (const { name, send } of receiver?.integrations ?? []) {
        const result = await send(notification, { key: testKey, signal: new AbortController().signal });
        expect([name, result]).toEqual([name, { outcome: 'sent' }]);
      }
    }
    expect(peer.got).toHaveLength(2 * 9);
    for (const { path, body } of peer.got) {
      expect(body).not.toContain('{{');
      if (!path.endsWith('/close?identifierType=alias'))
        expect(body).toMatch(/High[ +](?:<|\\u003c|%3C|&lt;|\\u0026lt;)CPU/);
    }
    expect(lines).toHaveLength(2);
    expect(await readFile(join(folder, 'notifications.jsonl'), 'utf8')).toMatch(/^\{.*\}\n\{.*\}\n$/);
  });
});

describe('a setting', () => {
  it('that is a number where a text belongs is taken as it was written', () => {
    expect(checkSettings('pagerduty', { routing_key: 12345, details: { tier: 1 } }, {})).toEqual([]);
  });

  it('that is misspelt is told, with what was meant', () => {
    expect(checkSettings('webhook', { url: 'http://a', send_resolvd: false }, {})).toEqual([
      { path: 'send_resolvd', message: 'is not known here', fix: 'Write send_resolved.' },
    ]);
  });

  it('that is wrong is told by its place, and a secret is not repeated', () => {
    const problems = checkSettings('slack', { api_url: 'T0PS3CRET', fields: [{ title: 'a' }] }, {});
    expect(problems.map(({ path }) => path)).toEqual(['api_url', 'fields.0.value']);
    expect(JSON.stringify(problems)).not.toContain('T0PS3CRET');
  });

  it('may come from global', () => {
    expect(
      checkSettings('email', { to: 'a@b' }, { smtp_smarthost: 'a:25', smtp_from: 'c@d', resolve_timeout: '5m' }),
    ).toEqual([]);
    expect(checkSettings('email', { to: 'a@b' }, {})).toHaveLength(2);
  });
});

it('tells what to do instead of a channel that is not there', () => {
  expect(checkSettings('msteams', {}, {})[0]?.fix).toContain('msteamsv2_configs');
  expect(checkSettings('pigeon', {}, {})[0]?.fix).toContain('slack_configs');
});

it('names each section once', () => {
  expect(new Set(kinds.map(({ section }) => section)).size).toBe(11);
});
