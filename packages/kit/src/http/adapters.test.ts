import { once } from 'node:events';
import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { plainAttributes } from '../tracing/testing.ts';
import { adapters, started } from './testing.ts';

describe.each(adapters)('behind %s', (_name, serve) => {
  it('a request has the id of its caller, or one of its own, in its answer and in every line', async () => {
    const { ask, lines } = await started(serve);
    const given = await ask('/hello/ada', { 'x-request-id': 'call-7' });
    expect([given.status, given.body, given.headers['x-request-id']]).toEqual([200, 'hello ada', 'call-7']);
    const made = await ask('/hello/eve');
    const ids = lines().map(({ context }) => (context as { correlationId: string }).correlationId);
    expect(ids).toEqual(['call-7', 'call-7', made.headers['x-request-id'], made.headers['x-request-id']]);
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is logged with its route and without its query', async () => {
    const { ask, last } = await started(serve);
    await ask('/hello/ada?password=hunter2x9&page=2');
    const said = { method: 'GET', path: '/hello/ada', route: '/hello/:name', status: 200, level: 'info' };
    expect(last()).toMatchObject({ ...said, message: 'GET /hello/ada 200', durationMs: expect.any(Number) });
    await ask('/nowhere/at/all');
    expect(last()).toMatchObject({ status: 404, route: 'unmatched', level: 'warn' });
  });

  it('is counted and timed by its route; pages about the service are not', async () => {
    const { ask, value, lines } = await started(serve);
    for (const name of ['ada', 'eve']) await ask(`/hello/${name}`);
    for (const path of ['/x1', '/x2', '/x3', '/fail']) await ask(path);
    const before = lines().length;
    expect((await ask('/health')).body).toContain('"status":"healthy"');
    expect((await ask('/readiness')).status).toBe(200);
    const counted = (route: string, status: string) => value('http_requests_total', { method: 'GET', route, status });
    expect(await counted('/hello/:name', '200')).toBe(2);
    expect(await counted('unmatched', '404')).toBe(3);
    expect(await counted('/fail', '500')).toBe(1);
    expect(await value('http_request_duration_seconds_count', { method: 'GET', route: '/hello/:name' })).toBe(2);
    expect(await value('http_requests_in_flight')).toBe(0);
    expect(lines()).toHaveLength(before);
  });

  it('is a span with the name of its route, a child of the caller’s', async () => {
    const { ask, sent } = await started(serve);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await ask('/hello/ada', { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    const [span] = await sent();
    expect(span).toMatchObject({ name: 'GET /hello/:name', traceId, parentSpanId: 'b7ad6b7169203331' });
    expect(span && plainAttributes(span)).toMatchObject({ 'http.route': '/hello/:name' });
  });

  it('has the service’s own headers in every answer, pages about the service and errors as well', async () => {
    const { ask } = await started(serve);
    for (const path of ['/hello/ada', '/health', '/metrics', '/fail', '/nowhere']) {
      const { headers } = await ask(path, { 'x-request-id': 'call-1' });
      expect([path, headers['x-version'], headers['x-trace-id']]).toEqual([
        path,
        '1.2.3',
        expect.stringMatching(/^\w{32}$/),
      ]);
    }
  });

  it('for a stream is logged and counted, has no span and no duration, and ends when the service stops', async () => {
    const { ask, port, lines, sent, shutdown, value } = await started(serve);
    const left = get({ port, path: '/stream', agent: false }).on('error', () => undefined);
    await once(left, 'response');
    left.destroy();
    await expect.poll(() => lines().map(({ message }) => message)).toEqual(['GET /stream 200']);
    expect(lines()[0]).not.toHaveProperty('cut');
    expect(await value('http_requests_total', { method: 'GET', route: '/stream', status: '200' })).toBe(1);
    expect(await value('http_request_duration_seconds_count', { method: 'GET', route: '/stream' })).toBeUndefined();
    const watched = ask('/stream');
    await expect.poll(() => value('http_requests_in_flight')).toBe(1);
    expect(await shutdown.run('test')).toEqual({ clean: true });
    expect((await watched).body).toContain('bye');
    expect(await sent()).toEqual([]);
  });

  it('that is in flight is finished when the service stops, and no other is accepted', async () => {
    let finish = () => {};
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { ask, shutdown, server } = await started(serve, {
      hello: (name) =>
        new Promise((resolve) => {
          finish = () => resolve(`late ${name}`);
          begun();
        }),
    });
    const answer = ask('/hello/ada');
    await hasBegun;
    const stopped = shutdown.run('test');
    await expect.poll(() => server.listening).toBe(false);
    finish();
    expect((await answer).body).toBe('late ada');
    expect(await stopped).toEqual({ clean: true });
    await expect(ask('/hello/eve')).rejects.toThrow('ECONNREFUSED');
  });
});
