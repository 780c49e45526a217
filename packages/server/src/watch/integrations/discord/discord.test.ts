import { expect, it } from 'vitest';
import { firing, peerServer, sendWith } from '../testing.ts';
import { discord } from './send.ts';

it('sends an embed in the colour of the severity', async () => {
  const peer = await peerServer();
  peer.answer = () => ({ status: 204 });
  const written = {
    webhook_url: `${peer.url}/api/webhooks/1/x`,
    title: 'High <CPU>',
    message: 'two\nlines',
    content: '',
  };
  expect(await sendWith(discord, written, firing)).toEqual({ outcome: 'sent' });
  expect(peer.got[0]?.body).toBe(
    '{"content":"","embeds":[{"title":"High \\u003cCPU\\u003e","description":"two\\nlines","color":16711680}]}\n',
  );
});

it('keeps to the lengths that Discord allows', async () => {
  const peer = await peerServer();
  const long = 'x'.repeat(9_000);
  await sendWith(
    discord,
    { webhook_url: peer.url, title: long, message: long, content: long, username: 'ops' },
    firing,
  );
  const { content, embeds, username } = JSON.parse(peer.got[0]?.body ?? '');
  expect([content.length, embeds[0].title.length, embeds[0].description.length, username]).toEqual([
    2000,
    256,
    4096,
    'ops',
  ]);
});

it('waits as long as the body of a 429 asks', async () => {
  const peer = await peerServer();
  peer.answer = () => ({
    status: 429,
    headers: { 'retry-after': '1' },
    body: '{"message":"slow down","retry_after":0.725,"global":false}',
  });
  expect(await sendWith(discord, { webhook_url: peer.url }, firing)).toMatchObject({
    reason: 'rate_limited',
    retryAfterMs: 725,
  });
});
