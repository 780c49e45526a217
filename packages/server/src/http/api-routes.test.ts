import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Failure } from '../platform/failure.ts';
import { testFolder } from '../platform/testing.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const page = { items: [], nextCursor: null };

describe('a request', () => {
  it('is parsed by the route: defaults are filled in, every wrong place is named', async () => {
    const seen: unknown[] = [];
    const bench = await httpBench({
      deployments: (input) => {
        seen.push(input);
        return page;
      },
    });
    const get = (url: string) =>
      bench.server.app.inject({ method: 'GET', url, headers: { host, authorization: bench.authorization } });
    expect((await get('/api/v1/deployments')).json()).toEqual(page);
    expect(seen).toEqual([{ query: { limit: 50 } }]);
    const refused = await get('/api/v1/deployments?limit=1000');
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error).toMatchObject({ code: 'bad_request', details: [{ path: 'query.limit' }] });
  });

  it('with unknown fields, no JSON, or too much of it is refused', async () => {
    const bench = await httpBench();
    const post = (payload: string, type = 'application/json') =>
      bench.server.app.inject({
        method: 'POST',
        url: '/api/v1/deployments',
        headers: { host, authorization: bench.authorization, 'content-type': type },
        payload,
      });
    const codeOf = async (answer: ReturnType<typeof post>) => (await answer).json().error.code;
    expect(await codeOf(post('{"version":"1","colour":"red"}'))).toBe('bad_request');
    expect(await codeOf(post('{"version":'))).toBe('bad_request');
    expect(await codeOf(post('version=1', 'text/plain'))).toBe('bad_request');
    expect(await codeOf(post(JSON.stringify({ version: 'x'.repeat(2 ** 20) })))).toBe('too_large');
  });

  it('may call an empty body JSON', async () => {
    const bench = await httpBench({ stop: () => ({ ok: true }) });
    const headers = { host, authorization: bench.authorization, 'content-type': 'application/json' };
    const answer = await bench.server.app.inject({ method: 'POST', url: '/api/v1/stop', headers, payload: '' });
    expect(answer.statusCode).toBe(202);
  });

  it('is told apart from all others by its id, which the caller may choose', async () => {
    const { server } = await httpBench();
    const ask = async (id?: string) =>
      (await server.app.inject({ url: '/liveness', headers: { host, ...(id ? { 'x-request-id': id } : {}) } })).headers[
        'x-request-id'
      ];
    expect(await ask('mine-1')).toBe('mine-1');
    expect(await ask('not\nmine')).not.toContain('mine');
    expect(await ask()).not.toBe(await ask());
  });
});

describe('an error', () => {
  it('of the table keeps its code, message, hint and details', async () => {
    const bench = await httpBench({
      deploy: () => {
        throw new Failure('lock_held', 'Deployment d1 is under way.', {
          details: [{ path: 'owner', message: 'anna' }],
        });
      },
    });
    const headers = { host, authorization: bench.authorization };
    const payload = { version: '2' };
    const answer = await bench.server.app.inject({ method: 'POST', url: '/api/v1/deployments', headers, payload });
    expect(answer.statusCode).toBe(409);
    expect(answer.json().error).toMatchObject({
      code: 'lock_held',
      message: 'Deployment d1 is under way.',
      hint: expect.stringContaining('--wait-lock'),
      details: [{ path: 'owner', message: 'anna' }],
    });
  });

  it('that nobody foresaw tells its inside to the log, and only the request id to the caller', async () => {
    const bench = await httpBench({
      version: () => {
        throw new Error('the secret is 42');
      },
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const headers = { host, authorization: bench.authorization, 'x-request-id': 'r1', traceparent };
    const answer = await bench.server.app.inject({ url: '/api/v1/version', headers });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error).toMatchObject({ code: 'internal', requestId: 'r1' });
    expect(answer.body).not.toContain('42');
    const logged = bench.logLines.map((line) => JSON.parse(line)).find(({ level }) => level === 'error');
    expect(logged).toMatchObject({
      context: { correlationId: 'r1', traceId },
      exception: { message: 'the secret is 42' },
    });
  });

  it('names no route that is not there', async () => {
    const { server } = await httpBench();
    for (const method of ['GET', 'POST'] as const) {
      const answer = await server.app.inject({ method, url: '/api/v1/nothing', headers: { host } });
      expect([method, answer.statusCode, answer.json().error.code]).toEqual([method, 404, 'not_found']);
    }
  });
});

describe('a change under an Idempotency-Key', () => {
  it('is carried out once; another body under the key is refused', async () => {
    let stops = 0;
    const bench = await httpBench({
      stop: () => {
        stops += 1;
        return { ok: true };
      },
    });
    const headers = { host, authorization: bench.authorization, 'idempotency-key': 'k1' };
    const stop = (payload: object) =>
      bench.server.app.inject({ method: 'POST', url: '/api/v1/stop', headers, payload });
    expect((await stop({})).statusCode).toBe(202);
    expect((await stop({})).statusCode).toBe(202);
    expect(stops).toBe(1);
    const other = await stop({ other: true });
    expect(other.json().error.code).toBe('idempotency_conflict');
  });
});

describe('the console', () => {
  async function consoleFolder(): Promise<string> {
    const folder = await testFolder();
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<title>Seaworthy</title>');
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync('export {}'));
    return folder;
  }

  it.each([
    ['/', 200, 'text/html', 'no-cache'],
    ['/deployments/d1', 200, 'text/html', 'no-cache'],
    ['/favicon.svg', 200, 'image/svg+xml', 'no-cache'],
    ['/assets/app-1a2b.js', 200, 'application/javascript', 'public, max-age=31536000, immutable'],
    ['/assets/app-gone.js', 404, 'application/json', undefined],
    ['/api/v1/nothing', 404, 'application/json', undefined],
    ['/..%2f..%2fetc%2fpasswd', 200, 'text/html', 'no-cache'],
  ])('answers %s with %i %s', async (url, status, type, cache) => {
    const { server } = await httpBench({}, { consoleDir: await consoleFolder() });
    const answer = await server.app.inject({ url, headers: { host } });
    expect([answer.statusCode, answer.headers['content-type']?.toString().split(';')[0]]).toEqual([status, type]);
    expect(answer.headers['cache-control']).toBe(cache);
  });

  it('sends an asset compressed to whom can read it so, and its pages as they are', async () => {
    const { server } = await httpBench({}, { consoleDir: await consoleFolder() });
    const headers = { host, 'accept-encoding': 'gzip, br' };
    const asset = await server.app.inject({ url: '/assets/app-1a2b.js', headers });
    expect(asset.headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringContaining('ccept') });
    expect(asset.headers['content-type']).toContain('javascript');
    expect(gunzipSync(asset.rawPayload).toString()).toBe('export {}');
    const page = await server.app.inject({ url: '/deployments/d1', headers });
    expect([page.statusCode, page.headers['content-encoding'], page.body]).toEqual([
      200,
      undefined,
      '<title>Seaworthy</title>',
    ]);
  });

  it('runs nothing but our own scripts, in no frame', async () => {
    const { server } = await httpBench({}, { consoleDir: await consoleFolder() });
    const { headers } = await server.app.inject({ url: '/', headers: { host } });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('says how to build it when it is not there', async () => {
    const { server } = await httpBench();
    expect((await server.app.inject({ url: '/', headers: { host } })).body).toContain('npm run build');
  });
});
