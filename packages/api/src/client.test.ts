import { expect, it } from 'vitest';
import type { ClientOptions, FetchAnswer } from './caller.ts';
import { ApiError, UnreachableError } from './caller.ts';
import { createClient } from './client.ts';

/** A client whose fetch answers from `answer` and keeps what was sent. */
function testClient(answer: (url: string) => Partial<FetchAnswer> & { json?: unknown }) {
  const sent: { url: string; init: Parameters<ClientOptions['fetch']>[1] }[] = [];
  const client = createClient({
    baseUrl: 'http://control:7070',
    token: 'sw_1',
    fetch: async (url, init) => {
      sent.push({ url, init });
      const { json, ...given } = answer(url);
      return { ok: true, status: 200, body: null, text: async () => JSON.stringify(json), ...given };
    },
  });
  return { client, sent };
}

it('fills the path, the query and the body, and authorises', async () => {
  const { client, sent } = testClient(() => ({ json: { items: [], nextCursor: null } }));
  await client.call('deployment', { params: { id: 'a/b' } });
  await client.call('deployments', { query: { limit: 2, cursor: undefined } });
  await client.call('deploy', { body: { version: '1.0.0' } }, { idempotencyKey: 'k1' });
  expect(sent.map(({ url, init }) => [init.method, url, init.body])).toEqual([
    ['GET', 'http://control:7070/api/v1/deployments/a%2Fb', undefined],
    ['GET', 'http://control:7070/api/v1/deployments?limit=2', undefined],
    ['POST', 'http://control:7070/api/v1/deployments', '{"version":"1.0.0"}'],
  ]);
  expect(sent[2]?.init.headers).toMatchObject({ authorization: 'Bearer sw_1', 'idempotency-key': 'k1' });
});

it('turns an error body into an ApiError with its code and hint', async () => {
  const error = { code: 'lock_held', message: 'Held by ann.', hint: 'Wait.', requestId: 'r1' };
  const { client } = testClient(() => ({ ok: false, status: 409, json: { error } }));
  const failure = await client.call('promote', { body: {} }).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({
    status: 409,
    code: 'lock_held',
    message: 'Held by ann.',
    hint: 'Wait.',
    requestId: 'r1',
  });
});

it('says so when the answer is no error body of ours', async () => {
  const { client } = testClient(() => ({ ok: false, status: 502, text: async () => '<html>' }));
  await expect(client.call('status', {})).rejects.toMatchObject({ code: 'http_502' });
});

it('tells an unreachable control plane from one that refuses', async () => {
  const client = createClient({
    baseUrl: 'http://control:7070',
    fetch: () => Promise.reject(new Error('ECONNREFUSED')),
  });
  await expect(client.call('status', {})).rejects.toBeInstanceOf(UnreachableError);
});

it('reports a live stream that breaks off as unreachable, and ends quietly when aborted', async () => {
  async function* broken() {
    yield new TextEncoder().encode('id: 1\nevent: traffic\ndata: {}\n\n');
    throw new Error('socket hang up');
  }
  const { client } = testClient(() => ({ body: broken() }));
  const seen: string[] = [];
  const reading = (async () => {
    for await (const event of client.stream('events', {})) seen.push(event.id);
  })();
  await expect(reading).rejects.toBeInstanceOf(UnreachableError);
  expect(seen).toEqual(['1']);
});
