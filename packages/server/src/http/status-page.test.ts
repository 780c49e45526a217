import { describe, expect, it } from 'vitest';
import type { StatusPageFace } from './status-page.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const face: StatusPageFace = {
  html: () => ({ body: '<p>up</p>', etag: '"1"' }),
  json: () => ({ body: '{}', etag: '"2"' }),
  rss: (origin) => ({ body: `<link>${origin}</link>`, etag: '"3"' }),
  contentSecurityPolicy: "default-src 'none'",
};
const urls = ['/public/status', '/public/status.json', '/public/status.rss'];

async function bench(options: object = { statusPage: face }) {
  const { server } = await httpBench({}, options);
  return (url: string, headers: object = {}) =>
    server.app.inject({ method: 'GET', url, headers: { host, ...headers } });
}

describe('the public page', () => {
  it('is there for everybody, for caches too, under a policy of its own', async () => {
    const ask = await bench();
    for (const url of urls) {
      const { statusCode, headers } = await ask(url);
      expect([url, statusCode]).toEqual([url, 200]);
      expect(headers).toMatchObject({
        ...{ 'cache-control': 'public, max-age=30', 'content-security-policy': "default-src 'none'" },
        ...{ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' },
      });
      expect(headers['set-cookie']).toBeUndefined();
    }
    const types = await Promise.all(urls.map(async (url) => (await ask(url)).headers['content-type']));
    expect(types).toEqual(
      ['text/html', 'application/json', 'application/rss+xml'].map((type) => `${type}; charset=utf-8`),
    );
  });

  it.each([
    ['"1"', 304],
    ['W/"1"', 304],
    ['"0", "1"', 304],
    ['*', 304],
    ['"2"', 200],
  ])('is not sent again to whoever has %s', async (known, status) => {
    const ask = await bench();
    const answer = await ask('/public/status', { 'if-none-match': known });
    expect([answer.statusCode, answer.headers.etag, answer.body]).toEqual([
      status,
      '"1"',
      status === 304 ? '' : '<p>up</p>',
    ]);
  });

  it('calls itself as it was called, unless that is no host', async () => {
    const { server } = await httpBench({}, { statusPage: face, listen: { host: '0.0.0.0', port: 0 } });
    const ask = (name: string) => server.app.inject({ url: '/public/status.rss', headers: { host: name } });
    expect((await ask('shop.example:7070')).body).toBe('<link>http://shop.example:7070</link>');
    expect((await ask('"><script>')).body).toBe('<link></link>');
  });

  it('is not there where nobody asked for one, with a console or without', async () => {
    const ask = await bench({});
    for (const url of urls) expect((await ask(url)).json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('slows one address down, and only there', async () => {
    const ask = await bench({ statusPage: face, statusPageLimit: 3 });
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked++) statuses.push((await ask('/public/status')).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await ask('/public/status.json')).statusCode).toBe(200);
  });
});
