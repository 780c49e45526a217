import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { secretTexts } from '../redaction/testing.ts';
import { adapters, started } from './testing.ts';

describe.each(adapters)('behind %s', (_name, serve) => {
  it('that fails tells its client an id, and the log everything but the secret', async () => {
    const { ask, lines } = await started(serve, {
      fail: () => {
        throw new Error('cannot reach postgres://app:hunter2x9@db/app');
      },
    });
    const { status, body } = await ask('/fail', { 'x-request-id': 'call-8' });
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ error: { code: 'internal', message: expect.any(String), requestId: 'call-8' } });
    expect(body).not.toMatch(/postgres|hunter/);
    const said = lines().find(({ message }) => message === 'a request failed');
    expect(said).toMatchObject({ exception: { message: 'cannot reach postgres://app:[redacted]@db/app' } });
    expect(lines().at(-1)).toMatchObject({ level: 'error', status: 500, route: '/fail' });
  });

  it('tells its client of a mistake of its own in words, and never a secret of the corpus', async () => {
    let each = { text: '', secrets: [] as readonly string[] };
    const { ask, text } = await started(serve, {
      fail: () => {
        throw Object.assign(new Error(each.text), { statusCode: 422, code: 'not_so' });
      },
    });
    each = { text: 'no face in the picture', secrets: [] };
    expect(await ask('/fail')).toMatchObject({ status: 422, body: expect.stringContaining('no face in the picture') });
    const leaks: string[] = [];
    for (each of secretTexts.filter((_, index) => index % 10 === 0)) {
      const { body } = await ask('/fail');
      if (each.secrets.some((secret) => body.includes(secret) || text().includes(secret))) leaks.push(each.text);
    }
    expect(leaks).toEqual([]);
  });

  it('is told of an error in its words, with hint and headers, where the error says so', async () => {
    const busy = { statusCode: 503, expose: true, code: 'busy', hint: 'Try again.', headers: { 'retry-after': '2' } };
    const error = Object.assign(new Error('the queue is full'), busy);
    const { ask, lines, told } = await started(serve, {
      fail: () => {
        throw error;
      },
    });
    const { status, headers, body } = await ask('/fail', { 'x-request-id': 'call-9' });
    expect([status, headers['retry-after'], headers['x-request-id']]).toEqual([503, '2', 'call-9']);
    expect(JSON.parse(body).error).toEqual({
      code: 'busy',
      message: 'the queue is full',
      hint: 'Try again.',
      requestId: 'call-9',
    });
    expect(told).toEqual([error]);
    expect(lines().map(({ message }) => message)).toEqual(['GET /fail 503']);
  });

  it('whose body is not read to its end is refused, and its connection with it', async () => {
    const { port, lines } = await started(serve, {
      take: async () => {
        throw Object.assign(new Error('too much'), { statusCode: 413 });
      },
    });
    const upload = beginUpload(port);
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    expect([answer.statusCode, answer.headers.connection]).toEqual([413, 'close']);
    await readText(answer);
    await expect.poll(lines).toMatchObject([{ status: 413, route: '/take' }]);
  });

  it('whose client goes away is a cut request, and no failure of the service', async () => {
    const { port, lines, told, value } = await started(serve);
    const upload = beginUpload(port);
    await expect.poll(() => value('http_requests_in_flight')).toBe(1);
    upload.destroy();
    await expect.poll(lines).toMatchObject([{ route: '/take', cut: true }]);
    expect(await value('http_requests_total', { method: 'POST', route: '/take', status: 'cut' })).toBe(1);
    expect([told, lines().length]).toEqual([[], 1]);
  });
});

/** A large body, of which only the beginning comes. */
function beginUpload(port: number) {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': 100_000_000 };
  const upload = httpRequest({ port, path: '/take', method: 'POST', headers }).on('error', () => undefined);
  upload.write('the first of many');
  return upload;
}
