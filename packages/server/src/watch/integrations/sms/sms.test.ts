import { expect, it } from 'vitest';
import { firing, integrationsOf, peerServer, sendWith } from '../testing.ts';
import { sms } from './send.ts';

const written = { to: ['+4915112345'], message: 'High CPU & more: $to' };

it('fills a form', async () => {
  const peer = await peerServer();
  const fields = { To: '$to', From: 'ops', Body: '$message' };
  const http_config = { basic_auth: { username: 'account', password: 'token' } };
  expect(await sendWith(sms, { ...written, url: peer.url, fields, http_config }, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got).toMatchObject([
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Basic YWNjb3VudDp0b2tlbg==' },
      body: 'To=%2B4915112345&From=ops&Body=High+CPU+%26+more%3A+%24to',
    },
  ]);
});

it('fills JSON, or the query of a GET', async () => {
  const peer = await peerServer();
  const fields = { recipient: '$to', text: '$message' };
  await sendWith(sms, { ...written, url: peer.url, fields, format: 'json' }, firing);
  await sendWith(sms, { ...written, url: `${peer.url}/send?key=k`, fields, method: 'GET' }, firing);
  expect(peer.got[0]?.body).toBe('{"recipient":"+4915112345","text":"High CPU & more: $to"}');
  expect(peer.got[1]).toMatchObject({
    method: 'GET',
    path: '/send?key=k&recipient=%2B4915112345&text=High+CPU+%26+more%3A+%24to',
  });
});

it('tells each number by itself, so that none is told again because of another', async () => {
  const peer = await peerServer();
  const integrations = integrationsOf(sms, { url: peer.url, to: ['+1', '+2'], message: 'm' });
  expect(integrations.map(({ name }) => name)).toEqual(['sms[0].0', 'sms[0].1']);
});

it('keeps a message as short as it is told to', async () => {
  const peer = await peerServer();
  await sendWith(sms, { to: ['+1'], url: peer.url, message: 'x'.repeat(500), max_length: 160 }, firing);
  expect(new URLSearchParams(peer.got[0]?.body).get('Body')).toHaveLength(160);
});
