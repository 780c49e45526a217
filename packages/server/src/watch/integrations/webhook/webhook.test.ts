import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../../platform/testing.ts';
import { firing, peerServer, resolved, sendWith, testKey } from '../testing.ts';
import { webhook } from './send.ts';

/** What Alertmanager 0.25 sent for the same two alerts. */
const fromAlertmanager = `{"receiver":"all","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"High \\u003cCPU\\u003e","instance":"a:1","severity":"critical"},"annotations":{"description":"line1\\nline2 \\"q\\"","summary":"CPU \\u0026 more"},"startsAt":"2026-01-01T12:00:00.25Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prom/graph?g0.expr=up\\u0026g0.tab=1","fingerprint":"333a75120c04721d"},{"status":"firing","labels":{"alertname":"High \\u003cCPU\\u003e","instance":"b:2","severity":"warning"},"annotations":{"summary":"CPU \\u0026 more"},"startsAt":"2026-01-01T12:00:01Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prom/g","fingerprint":"bf9d006b622a5a44"}],"groupLabels":{"alertname":"High \\u003cCPU\\u003e"},"commonLabels":{"alertname":"High \\u003cCPU\\u003e"},"commonAnnotations":{"summary":"CPU \\u0026 more"},"externalURL":"http://ops.example:9093/x","version":"4","groupKey":"{}:{alertname=\\"High \\u003cCPU\\u003e\\"}","truncatedAlerts":0}
`;

it('sends the bytes that Alertmanager sends', async () => {
  const peer = await peerServer();
  expect(await sendWith(webhook, { url: `${peer.url}/hook?a=1` }, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got).toMatchObject([
    {
      method: 'POST',
      path: '/hook?a=1',
      headers: { 'content-type': 'application/json', 'user-agent': 'Seaworthy/test', 'idempotency-key': testKey },
    },
  ]);
  expect(peer.got[0]?.body).toBe(fromAlertmanager);
});

it('tells when what is over ended', async () => {
  const peer = await peerServer();
  await sendWith(webhook, { url: peer.url }, resolved);
  const message = JSON.parse(peer.got[0]?.body ?? '');
  expect(message.status).toBe('resolved');
  expect(message.alerts.map(({ endsAt }: { endsAt: string }) => endsAt)).toEqual(Array(2).fill('2026-01-01T12:06:00Z'));
});

it('cuts off alerts past the limit, and counts them', async () => {
  const peer = await peerServer();
  await sendWith(webhook, { url: peer.url, max_alerts: 1 }, { ...firing, truncatedAlerts: 3 });
  expect(JSON.parse(peer.got[0]?.body ?? '')).toMatchObject({
    alerts: [{ fingerprint: '333a75120c04721d' }],
    truncatedAlerts: 4,
  });
});

it('signs what it sends', async () => {
  const peer = await peerServer();
  await sendWith(webhook, { url: peer.url, hmac: { secret: 'between us', header: 'X-Hub-Signature-256' } }, firing);
  const expected = createHmac('sha256', 'between us')
    .update(peer.got[0]?.body ?? '')
    .digest('hex');
  expect(peer.got[0]?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
});

it('speaks as its http_config says, with secrets from files as they are at that moment', async () => {
  const peer = await peerServer();
  const folder = await testFolder();
  const [url_file, credentials_file] = [join(folder, 'url'), join(folder, 'token')];
  await writeFile(url_file, `${peer.url}/from-file\n`);
  await writeFile(credentials_file, 'first\n');
  const http_config = { authorization: { credentials_file }, http_headers: { 'X-Tenant': { values: ['a', 'b'] } } };
  await sendWith(webhook, { url_file, http_config }, firing);
  await writeFile(credentials_file, 'second\n');
  await sendWith(webhook, { url_file, http_config }, firing);
  expect(peer.got.map(({ path, headers }) => [path, headers['authorization'], headers['x-tenant']])).toEqual([
    ['/from-file', 'Bearer first', 'a, b'],
    ['/from-file', 'Bearer second', 'a, b'],
  ]);
  await sendWith(webhook, { url: peer.url, http_config: { basic_auth: { username: 'u', password: 'p' } } }, firing);
  expect(peer.got[2]?.headers['authorization']).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
});

it('follows a redirect with the same body, unless it is told not to', async () => {
  const peer = await peerServer();
  peer.answer = ({ path }) => (path === '/old' ? { status: 307, headers: { location: '/new' } } : { status: 200 });
  expect(await sendWith(webhook, { url: `${peer.url}/old` }, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got[1]).toMatchObject({ path: '/new', body: peer.got[0]?.body });
  const http_config = { follow_redirects: false };
  const result = await sendWith(webhook, { url: `${peer.url}/old`, http_config }, firing);
  expect(result).toMatchObject({ outcome: 'failed', retryable: false, reason: 'client_error' });
});

it('tells what is missing or stands twice', async () => {
  const problems = (written: unknown) =>
    webhook.Config.safeParse(written).error?.issues.map(({ path, message }) => [path.join('.'), message]);
  expect(problems({ url: 'http://a', url_file: '/b' })).toEqual([
    ['url_file', 'stands beside url: only one of them can count'],
  ]);
  expect(problems({ url: 'ftp://a' })).toMatchObject([['url', expect.any(String)]]);
  expect(problems({ urll: 'http://a' })).toMatchObject([['', expect.stringContaining('urll')]]);
});
