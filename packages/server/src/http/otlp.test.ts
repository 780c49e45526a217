import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OtlpFace, OtlpSignal } from './otlp.ts';
import { httpBench } from './testing.ts';

interface Seen {
  readonly signal: OtlpSignal;
  readonly body: string;
  readonly contentType: string;
}

async function bench(limits = { bodyBytes: 1_000, heldBytes: 2_500 }) {
  const seen: Seen[] = [];
  const otlp: OtlpFace = {
    async handle(signal, body, contentType) {
      seen.push({ signal, body: String(body), contentType });
      if (String(body) === 'full') {
        return { status: 429, contentType: 'application/json', body: Buffer.from('{}'), retryAfterSeconds: 5 };
      }
      return { status: 200, contentType, body: Buffer.from('done') };
    },
    refuse: (status, message, contentType) => ({ status, contentType, body: Buffer.from(message) }),
  };
  const { server, authorization, database, logLines } = await httpBench({}, { otlp, otlpLimits: limits });
  const post = (payload: Buffer | string, headers: Record<string, string> = {}, path = '/v1/traces') =>
    server.app.inject({
      method: 'POST',
      url: path,
      payload,
      headers: { host: 'localhost', authorization, 'content-type': 'application/x-protobuf', ...headers },
    });
  return { seen, post, server, authorization, database, logLines };
}

describe('OTLP over HTTP', () => {
  it.each(['traces', 'metrics', 'logs'] as const)('takes %s, and answers what it is told to', async (signal) => {
    const { post, seen } = await bench();
    const answer = await post('spans', {}, `/v1/${signal}`);
    expect(answer).toMatchObject({ statusCode: 200, body: 'done' });
    expect(answer.headers['content-type']).toBe('application/x-protobuf');
    expect(seen).toEqual([{ signal, body: 'spans', contentType: 'application/x-protobuf' }]);
  });

  it('hands JSON on as it came', async () => {
    const { post, seen } = await bench();
    await post('{"resourceSpans": []}', { 'content-type': 'application/json' });
    expect(seen[0]).toMatchObject({ body: '{"resourceSpans": []}', contentType: 'application/json' });
  });

  it('unpacks gzip', async () => {
    const { post, seen } = await bench();
    await post(gzipSync('x'.repeat(900)), { 'content-encoding': 'gzip' });
    expect(seen[0]?.body).toBe('x'.repeat(900));
  });

  it('takes an empty body for an empty request', async () => {
    const { post, seen } = await bench();
    expect((await post('')).statusCode).toBe(200);
    expect(seen[0]?.body).toBe('');
  });

  it('tells when to come back', async () => {
    const { post } = await bench();
    const answer = await post('full');
    expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '5' } });
  });

  it.each([
    ['a plain body', (size: number) => Buffer.alloc(size, 'x'), {}],
    ['a packed body', (size: number) => gzipSync(Buffer.alloc(size)), { 'content-encoding': 'gzip' }],
  ])('refuses %s that is longer than the limit', async (_, make, headers) => {
    const { post, seen } = await bench();
    expect((await post(make(1_000), headers)).statusCode).toBe(200);
    expect(await post(make(1_001), headers)).toMatchObject({ statusCode: 413, headers: { connection: 'close' } });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['what is not packed', Buffer.from('plain'), 'gzip', 400],
    ['what is cut off', gzipSync('x'.repeat(500)).subarray(0, 15), 'gzip', 400],
    ['another packing', Buffer.from('x'), 'br', 400],
  ])('refuses %s', async (_, body, encoding, status) => {
    const { post, seen } = await bench();
    expect((await post(body, { 'content-encoding': encoding })).statusCode).toBe(status);
    expect(seen).toEqual([]);
  });

  it('needs a token with telemetry:write', async () => {
    const { post, database } = await bench();
    expect((await post('x', { authorization: '' })).statusCode).toBe(401);
    await database.updateTable('tokens').set({ permissions: '["metrics:read"]' }).execute();
    expect((await post('x')).statusCode).toBe(403);
    await database.updateTable('tokens').set({ permissions: '["telemetry:write"]' }).execute();
    expect((await post('x')).statusCode).toBe(200);
  });

  it('logs only what goes wrong: senders come every few seconds', async () => {
    const { post, logLines } = await bench();
    await post('x');
    expect(logLines).toEqual([]);
    await post('x', { authorization: '' });
    expect(logLines).toEqual([expect.stringContaining('POST /v1/traces 401')]);
  });

  it('knows no other method', async () => {
    const { server, authorization } = await bench();
    const answer = await server.app.inject({
      url: '/v1/traces',
      headers: { host: 'localhost', authorization },
    });
    expect(answer.statusCode).toBe(404);
  });
});

describe('over a socket', () => {
  it('a bomb is refused while it is being unpacked', async () => {
    const { server, authorization, seen } = await bench({ bodyBytes: 1024 * 1024, heldBytes: 8 * 1024 * 1024 });
    const url = await server.listen();
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const request = httpRequest(`${url}/v1/traces`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
    });
    request.end(bomb);
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    expect(seen).toEqual([]);
  });

  it('a sender that goes away in the middle leaves nothing behind', async () => {
    const { server, authorization, post, seen } = await bench({ bodyBytes: 1_000, heldBytes: 1_000 });
    const { hostname, port } = new URL(await server.listen());
    for (let round = 0; round < 3; round++) {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n${'x'.repeat(400)}`,
      );
      await once(socket, 'connect');
      socket.destroy();
      await once(socket, 'close');
    }
    // As soon as the server has seen that it is gone.
    while ((await post('x'.repeat(900))).statusCode !== 200) await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(1);
  });
});

it('too much at once is told to come again, and what goes on is taken', async () => {
  const { server, authorization, post } = await bench({ bodyBytes: 1_000, heldBytes: 1_200 });
  const url = await server.listen();
  const slow = httpRequest(`${url}/v1/logs`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'content-length': 950 },
  });
  slow.write('x'.repeat(900));
  let refused = await post('x'.repeat(600));
  while (refused.statusCode === 200) refused = await post('x'.repeat(600));
  expect(refused).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  slow.end('x'.repeat(50));
  const [response] = await once(slow, 'response');
  expect(response.statusCode).toBe(200);
  expect((await post('x'.repeat(600))).statusCode).toBe(200);
});
