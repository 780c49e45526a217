import { describe, expect, it } from 'vitest';
import type { Notification } from '../../notifications/notification.ts';
import { firing, peerServer, resolved, sendWith, testTools } from '../testing.ts';
import { slack } from './send.ts';

const texts = {
  ...{
    channel: '#ops',
    username: 'Alertmanager',
    title: '[FIRING:2] High <CPU> ',
    title_link: 'http://ops.example:9093/x/#/alerts?receiver=all',
  },
  ...{ text: '', pretext: '', footer: '', callback_id: '', icon_emoji: '', icon_url: '' },
  fallback: '[FIRING:2] High <CPU>  | http://ops.example:9093/x/#/alerts?receiver=all',
};

/** What Alertmanager 0.25 sent with the same texts. */
const fromAlertmanager = `{"channel":"#ops","username":"Alertmanager","attachments":[{"title":"[FIRING:2] High \\u003cCPU\\u003e ","title_link":"http://ops.example:9093/x/#/alerts?receiver=all","text":"","fallback":"[FIRING:2] High \\u003cCPU\\u003e  | http://ops.example:9093/x/#/alerts?receiver=all","callback_id":"","fields":[{"title":"a","value":"b","short":false},{"title":"c","value":"d","short":true}],"actions":[{"type":"button","text":"Open","url":"http://x/?a=1\\u0026b=2","style":"primary"}],"footer":"","color":"danger","mrkdwn_in":["fallback","pretext","text"]}]}
`;

it('sends the bytes that Alertmanager sends', async () => {
  const peer = await peerServer();
  const written = {
    ...{ ...texts, api_url: `${peer.url}/services/T/B/X`, color: 'danger' },
    fields: [
      { title: 'a', value: 'b' },
      { title: 'c', value: 'd', short: true },
    ],
    actions: [{ type: 'button', text: 'Open', url: 'http://x/?a=1&b=2', style: 'primary' }],
  };
  expect(await sendWith(slack, written, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got[0]?.body).toBe(fromAlertmanager);
});

describe('the colour', () => {
  const alone = (severity: string): Notification => ({
    ...firing,
    alerts: firing.alerts.slice(0, 1).map((alert) => ({ ...alert, labels: { ...alert.labels, severity } })),
  });

  it.each([
    ['info', alone('info'), '#0099ff'],
    ['warning', alone('warning'), '#ffaa00'],
    ['critical', alone('critical'), '#ff0000'],
    ['the gravest of two', firing, '#ff0000'],
    ['resolved', resolved, '#00aa00'],
  ])('is that of %s', async (_, notification, colour) => {
    const peer = await peerServer();
    await sendWith(slack, { api_url: peer.url }, notification);
    expect(JSON.parse(peer.got[0]?.body ?? '').attachments[0].color).toBe(colour);
  });
});

it('takes a refusal in the body for one, although it comes with 200', async () => {
  const peer = await peerServer();
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const ask = async (body: string) => {
    peer.answer = () => ({ status: 200, headers, body });
    return sendWith(slack, { api_url: `${peer.url}/api/chat.postMessage`, app_token: 'xoxb-1' }, firing);
  };
  expect(await ask('{"ok":true}')).toEqual({ outcome: 'sent' });
  expect(peer.got[0]?.headers['authorization']).toBe('Bearer xoxb-1');
  expect(await ask('{"ok":false,"error":"channel_not_found"}')).toMatchObject({
    retryable: false,
    reason: 'client_error',
  });
  expect(await ask('{"ok":false,"error":"invalid_auth"}')).toMatchObject({ retryable: false, reason: 'unauthorized' });
  expect(await ask('{"ok":false,"error":"ratelimited"}')).toMatchObject({ retryable: true });
});

it('cuts a long title at 1024 characters', async () => {
  const peer = await peerServer();
  await sendWith(slack, { api_url: peer.url, title: '😀'.repeat(2_000) }, firing);
  expect([...JSON.parse(peer.got[0]?.body ?? '').attachments[0].title]).toHaveLength(1024);
});

it('sends a plain sentence where a template fails, and says so', async () => {
  const peer = await peerServer();
  const expand = (text: string) => {
    if (text.includes('{{')) throw new Error('template: slack: no such function "foo".');
    return text;
  };
  const result = await sendWith(slack, { api_url: peer.url, ...texts, title: '{{ foo }}' }, firing, {
    tools: testTools({ expand }),
  });
  expect(result).toEqual({
    outcome: 'sent',
    note: 'A template failed, so a plain text was sent: template: slack: no such function "foo".',
  });
  expect(JSON.parse(peer.got[0]?.body ?? '').attachments[0].title).toBe('[FIRING:2] High <CPU>');
});

it('takes its address from global, and tells when there is none', () => {
  const config = slack.Config.parse({ channel: '#ops' });
  expect(slack.complete(config, {}).problems).toEqual([
    'needs api_url or api_url_file or app_token or app_token_file, here or as slack_api_url or slack_api_url_file or slack_app_token or slack_app_token_file in global',
  ]);
  expect(slack.complete(config, { slack_api_url: 'http://a' })).toMatchObject({
    config: { api_url: 'http://a' },
    problems: [],
  });
  const own = slack.Config.parse({ api_url_file: '/own' });
  expect(slack.complete(own, { slack_api_url: 'http://a' }).config).not.toHaveProperty('api_url');
});
