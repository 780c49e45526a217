import { once } from 'node:events';
import { connect } from 'node:net';
import { createHealth } from '@seaworthy/kit';
import { describe, expect, it } from 'vitest';
import { openSession } from '../access/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import type { AlertmanagerFace } from './alertmanager.ts';
import type { FaceAnswer, PrometheusFace } from './prometheus.ts';
import type { HttpServerOptions } from './server.ts';
import { sessionCookie } from './session-cookies.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Faces that tell what they were asked. */
const echoes: { prometheus: PrometheusFace; alertmanager: AlertmanagerFace } = {
  prometheus: async ({ method, path, parameters }) =>
    answerOf([JSON.stringify({ method, path, parameters: [...parameters] })]),
  alertmanager: async ({ method, path, query, body }) => ({
    status: 200,
    body: { method, path, query: [...query], body },
  }),
};

function answerOf(body: Iterable<string>, finished = () => {}): FaceAnswer {
  return { status: 200, body, finished };
}

async function faces(over: Partial<HttpServerOptions> = {}) {
  const bench = await httpBench({}, { ...echoes, ...over });
  const headers = { host, authorization: bench.authorization };
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: object = {}, payload?: string) =>
    bench.server.app.inject({
      method,
      url,
      headers: { ...headers, ...more },
      ...(payload === undefined ? {} : { payload }),
    });
  const session = await openSession(bench.access);
  return { ...bench, ask, cookie: `${sessionCookie}=${session.access.token}` };
}

describe('/prometheus', () => {
  it('takes parameters from the address and, before these, from a form', async () => {
    const { ask } = await faces();
    const got = await ask('GET', '/prometheus/api/v1/query?query=up%7Ba%3D%22b%22%7D&match[]=a&match[]=b');
    expect(got.json()).toEqual({
      method: 'GET',
      path: '/query',
      parameters: [
        ['query', 'up{a="b"}'],
        ['match[]', 'a'],
        ['match[]', 'b'],
      ],
    });
    const posted = await ask('POST', '/prometheus/api/v1/query?query=down', form, 'query=up+%3E+1&time=5');
    expect(posted.json().parameters).toEqual([
      ['query', 'up > 1'],
      ['time', '5'],
      ['query', 'down'],
    ]);
    expect((await ask('GET', '/prometheus/api/v1/label/a%2Fb/values')).json().path).toBe('/label/a/b/values');
  });

  it('is the only place where forms are read, and reads nothing else', async () => {
    const { ask } = await faces();
    const json = await ask(
      'POST',
      '/prometheus/api/v1/query',
      { 'content-type': 'application/json' },
      '{"query":"up"}',
    );
    expect([json.statusCode, json.json()]).toEqual([
      400,
      { status: 'error', errorType: 'bad_data', error: 'The body is not application/x-www-form-urlencoded.' },
    ]);
    for (const url of ['/api/v1/stop', '/alertmanager/api/v2/silences']) {
      expect((await ask('POST', url, form, 'a=b')).statusCode).toBe(400);
    }
  });

  it('refuses in the words of Prometheus', async () => {
    const { server, database, ask } = await faces();
    const url = '/prometheus/api/v1/query?query=up';
    const unknown = await server.app.inject({ method: 'GET', url, headers: { host } });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([401, { status: 'error', errorType: 'unauthorized' }]);
    await database.updateTable('tokens').set({ permissions: '["alerts:read"]' }).execute();
    const refused = await ask('GET', url);
    expect([refused.statusCode, refused.json()]).toMatchObject([403, { status: 'error', errorType: 'forbidden' }]);
  });

  it('says nothing of the inside of a failure, and logs it', async () => {
    const { ask, logLines } = await faces({ prometheus: () => Promise.reject(new Error('disk /dev/sda1')) });
    const answer = await ask('GET', '/prometheus/api/v1/query');
    expect([answer.statusCode, answer.json()]).toMatchObject([500, { status: 'error', errorType: 'internal' }]);
    expect(answer.body).not.toContain('sda1');
    expect(logLines.join('')).toContain('sda1');
  });

  it('writes an answer of any size piece by piece, while others are served, and says when it is done', async () => {
    const done: string[] = [];
    let largest = 0;
    function* megabytes() {
      for (let index = 0; index < 2_000; index++) {
        largest = index;
        yield 'x'.repeat(10_000);
      }
    }
    const prometheus: PrometheusFace = async () => answerOf(megabytes(), () => done.push('finished'));
    const { server, authorization } = await faces({ prometheus });
    const url = new URL(await server.listen());
    const socket = connect(Number(url.port), url.hostname);
    socket.pause();
    socket.write(
      `GET /prometheus/api/v1/query HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: ${authorization}\r\n\r\n`,
    );
    await expect.poll(() => largest).toBeGreaterThan(10);
    expect(largest).toBeLessThan(1_999);
    let length = 0;
    socket.on('data', (chunk) => {
      length += chunk.length;
    });
    socket.resume();
    await expect.poll(() => length, { timeout: 5_000 }).toBeGreaterThan(20_000_000);
    socket.destroy();
    await expect.poll(() => done).toEqual(['finished']);
  });

  it('cuts off a client that takes nothing of its answer for long', async () => {
    const clock = virtualClock();
    const done: string[] = [];
    function* endless() {
      for (;;) yield 'x'.repeat(10_000);
    }
    const prometheus: PrometheusFace = async () => answerOf(endless(), () => done.push('finished'));
    const { server, authorization } = await faces({ prometheus, clock });
    const url = new URL(await server.listen());
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    socket.pause();
    socket.write(
      `GET /prometheus/api/v1/query HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: ${authorization}\r\n\r\n`,
    );
    await clock.untilSleeping();
    await expect
      .poll(async () => {
        await clock.advance(30_000);
        return done;
      })
      .toEqual(['finished']);
    socket.destroy();
  });

  it('tells a query that its client has gone', async () => {
    const seen: string[] = [];
    const prometheus: PrometheusFace = async ({ signal }) => {
      seen.push('asked');
      await once(signal, 'abort');
      return answerOf(['{}'], () => seen.push('finished'));
    };
    const { server, authorization } = await faces({ prometheus });
    const url = new URL(await server.listen());
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      `GET /prometheus/api/v1/query HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: ${authorization}\r\n\r\n`,
    );
    await expect.poll(() => seen).toEqual(['asked']);
    socket.destroy();
    await expect.poll(() => seen).toEqual(['asked', 'finished']);
  });
});

describe('/alertmanager', () => {
  it('takes JSON of ten megabytes, and answers in JSON or with nothing', async () => {
    const { ask } = await faces();
    const large = JSON.stringify(['x'.repeat(9_000_000)]);
    const json = { 'content-type': 'application/json' };
    const taken = await ask('POST', '/alertmanager/api/v2/alerts', json, large);
    expect([taken.statusCode, taken.json().path]).toEqual([200, '/alerts']);
    const tooLarge = await ask('POST', '/alertmanager/api/v2/alerts', json, JSON.stringify(['x'.repeat(11_000_000)]));
    expect([tooLarge.statusCode, tooLarge.json()]).toMatchObject([413, { code: 413 }]);
    const got = await ask('GET', '/alertmanager/api/v2/alerts?filter=a%3D%22b%22&filter=c');
    expect(got.json()).toEqual({
      method: 'GET',
      path: '/alerts',
      query: [
        ['filter', 'a="b"'],
        ['filter', 'c'],
      ],
    });
    const empty = await faces({ alertmanager: async () => ({ status: 404 }) });
    const answer = await empty.ask('GET', '/alertmanager/api/v2/silence/x');
    expect([answer.statusCode, answer.body]).toEqual([404, '']);
  });

  it('asks for another permission to change than to look', async () => {
    const { server, database, ask } = await faces();
    const unknown = await server.app.inject({ method: 'GET', url: '/alertmanager/api/v2/alerts', headers: { host } });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([401, { code: 401 }]);
    await database.updateTable('tokens').set({ permissions: '["alerts:read"]' }).execute();
    expect((await ask('GET', '/alertmanager/api/v2/alerts')).statusCode).toBe(200);
    for (const method of ['POST', 'DELETE'] as const) {
      expect((await ask(method, '/alertmanager/api/v2/silence/x')).statusCode).toBe(403);
    }
  });
});

describe('a page of another site', () => {
  const queries = [
    ['GET', '/prometheus/api/v1/query?query=up'],
    ['POST', '/prometheus/api/v1/query?query=up'],
    ['GET', '/alertmanager/api/v2/alerts'],
    ['DELETE', '/alertmanager/api/v2/silence/x'],
  ] as const;
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ];

  it.each(queries)(
    'makes nobody %s %s by the cookie of a visitor, nor by a password that the browser keeps',
    async (method, url) => {
      const { server, cookie, authorization } = await faces();
      const token = authorization.replace('Bearer ', '');
      const basic = `Basic ${Buffer.from(`grafana:${token}`).toString('base64')}`;
      const status = async (headers: object) =>
        (await server.app.inject({ method, url, headers: { host, ...headers } })).statusCode;
      for (const from of foreign) {
        expect(await status({ cookie, ...from })).toBe(403);
        expect(await status({ authorization: basic, ...from })).toBe(403);
      }
      expect(await status({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200);
      expect(await status({ authorization: basic })).toBe(200);
      expect(await status({ authorization })).toBe(200);
    },
  );
});

it('both tell without a sign-in whether they are there and ready', async () => {
  const health = createHealth();
  const { server } = await faces({ health });
  const ask = async (url: string) => (await server.app.inject({ method: 'GET', url, headers: { host } })).statusCode;
  for (const face of ['/prometheus', '/alertmanager']) {
    expect([await ask(`${face}/-/healthy`), await ask(`${face}/-/ready`)]).toEqual([200, 200]);
  }
  health.setShuttingDown();
  expect([await ask('/prometheus/-/healthy'), await ask('/prometheus/-/ready')]).toEqual([200, 503]);
});
