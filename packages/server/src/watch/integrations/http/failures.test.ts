import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { discord } from '../discord/send.ts';
import type { Kind } from '../kind.ts';
import { msteams } from '../msteams/send.ts';
import { opsgenie } from '../opsgenie/send.ts';
import { pagerduty } from '../pagerduty/send.ts';
import { slack } from '../slack/send.ts';
import { sms } from '../sms/send.ts';
import { telegram } from '../telegram/send.ts';
import { firing, peerServer, sendWith } from '../testing.ts';
import { webhook } from '../webhook/send.ts';

const SECRET = 'T0PS3CRETKEY';

/** What every integration over HTTP makes of its peer's moods; each has its secret where it usually is. */
const cases: readonly (readonly [Kind, (url: string) => unknown])[] = [
  [slack, (url) => ({ api_url: `${url}/services/T00/B00/${SECRET}` })],
  [discord, (url) => ({ webhook_url: `${url}/api/webhooks/1/${SECRET}` })],
  [pagerduty, (url) => ({ url, routing_key: SECRET })],
  [opsgenie, (url) => ({ api_url: url, api_key: SECRET })],
  [webhook, (url) => ({ url: `${url}/hook?token=${SECRET}` })],
  [telegram, (url) => ({ api_url: url, bot_token: `1:${SECRET}`, chat_id: 1 })],
  [msteams, (url) => ({ webhook_url: `${url}/workflows/x?sig=${SECRET}` })],
  [sms, (url) => ({ url: `${url}/${SECRET}/messages`, to: ['+1'] })],
];

describe.each(cases.map(([kind, config]) => [kind.channel, kind, config] as const))('%s', (_, kind, config) => {
  it.each([
    [400, { reason: 'client_error', retryable: false }],
    [401, { reason: 'unauthorized', retryable: false }],
    [404, { reason: 'client_error', retryable: false }],
    [429, { reason: 'rate_limited', retryable: true, retryAfterMs: 30_000 }],
    [500, { reason: 'server_error', retryable: true }],
    [503, { reason: 'server_error', retryable: true, retryAfterMs: 30_000 }],
  ])('tells what %i means, and no secret', async (status, expected) => {
    const peer = await peerServer();
    const headers = 'retryAfterMs' in expected ? { 'retry-after': '30' } : undefined;
    peer.answer = ({ path, headers: { authorization = '' }, body }) => ({
      status,
      ...(headers ? { headers } : {}),
      body: `cannot serve ${path}\nas ${authorization} with ${body}`,
    });
    const result = await sendWith(kind, config(peer.url), firing);
    expect(result).toMatchObject({ outcome: 'failed', ...expected });
    expect(JSON.stringify(result)).toContain(`answered ${status} (cannot serve`);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(peer.got).toHaveLength(1);
  });

  it('comes again when the connection is cut', async () => {
    const peer = await peerServer();
    peer.answer = () => 'reset';
    const result = await sendWith(kind, config(peer.url), firing);
    expect(result).toMatchObject({ outcome: 'failed', reason: 'connection', retryable: true });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('gives up waiting when it is told to', async () => {
    const peer = await peerServer();
    const giveUp = new AbortController();
    peer.answer = () => {
      giveUp.abort();
      return 'silence';
    };
    const result = await sendWith(kind, config(peer.url), firing, { signal: giveUp.signal });
    expect(result).toMatchObject({ outcome: 'failed', reason: 'timeout', retryable: true });
  });
});

describe('a peer', () => {
  it('that does not listen may do so later', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await sendWith(webhook, { url }, firing)).toEqual({
      outcome: 'failed',
      retryable: true,
      reason: 'connection',
      message: `Nothing listens at ${new URL(url).host}.`,
    });
  });

  it('that nobody knows may be known later', async () => {
    const result = await sendWith(webhook, { url: 'http://seaworthy.invalid/' }, firing);
    expect(result).toMatchObject({ retryable: true, reason: 'dns' });
  });

  it('that speaks no TLS is told as such', async () => {
    const peer = await peerServer();
    const result = await sendWith(webhook, { url: peer.url.replace('http:', 'https:') }, firing);
    expect(result).toMatchObject({ retryable: true, reason: 'tls' });
  });

  it('whose address lies in a file that is missing is told by that file', async () => {
    expect(await sendWith(webhook, { url_file: '/nowhere/url' }, firing)).toMatchObject({
      retryable: true,
      reason: 'configuration',
      message: 'The file /nowhere/url cannot be read (ENOENT).',
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
