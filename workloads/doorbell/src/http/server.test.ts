import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHealth, createLogger, createMetrics, createShutdown } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { ApiError } from './errors.ts';
import type { Route } from './exchange.ts';
import { sendJson } from './exchange.ts';
import { createHttpServer } from './server.ts';

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/people/:name',
    handle: ({ response, params, requestId }) => sendJson(response, 200, { ...params, requestId }),
  },
  {
    method: 'GET',
    path: '/busy',
    handle: () => {
      throw new ApiError('busy', 'too many presses are waiting already');
    },
  },
  {
    method: 'GET',
    path: '/broken',
    handle: () => {
      throw new Error('cannot open /secret/place');
    },
  },
];

async function started() {
  const written: string[] = [];
  const logger = createLogger({ name: 'http', destination: { write: (line: string) => void written.push(line) } });
  const [metrics, health] = [createMetrics(), createHealth()];
  const shutdown = createShutdown({ logger, exit: () => undefined });
  const parts = { logger, metrics, health, shutdown };
  const instance = { version: '1.2.3', instance: 'one' };
  const server = createHttpServer({ routes, parts, saboteur: { interfere: async () => undefined }, ...instance });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void shutdown.run('the test is over'));
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ask, lines, shutdown };
}

it('gives each request an id, a line in the log and a place in the metrics by its route', async () => {
  const { ask, lines } = await started();
  const answer = await ask('/people/Ada%20L?token=hunter2x9', { headers: { 'x-request-id': 'call-7' } });
  expect(JSON.parse(answer.text)).toEqual({ name: 'Ada L', requestId: 'call-7' });
  expect(answer.headers.get('x-request-id')).toBe('call-7');
  await expect.poll(lines).toMatchObject([{ path: '/people/Ada%20L', route: '/people/:name', status: 200 }]);
  expect((await ask('/metrics')).text).toContain(
    'http_requests_total{method="GET",route="/people/:name",status="200"} 1\n',
  );
});

it('says in every answer which version and instance gave it, and in which trace', async () => {
  const { ask } = await started();
  for (const path of ['/people/Ada', '/busy', '/nowhere', '/health', '/metrics']) {
    const { headers } = await ask(path);
    expect([path, headers.get('x-version'), headers.get('x-instance')]).toEqual([path, '1.2.3', 'one']);
    expect(headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  }
});

it('tells what went wrong and what to do, but not what went wrong inside', async () => {
  const { ask, lines } = await started();
  const busy = await ask('/busy', { headers: { 'x-request-id': 'call-8' } });
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
  expect(JSON.parse(busy.text)).toMatchObject({
    error: { code: 'busy', hint: expect.stringContaining('try again'), requestId: 'call-8' },
  });
  expect((await ask('/people/Ada', { method: 'DELETE' })).headers.get('allow')).toBe('GET');
  const broken = await ask('/broken');
  expect([broken.status, broken.text]).toEqual([500, expect.not.stringContaining('secret')]);
  expect(lines().find(({ message }) => message === 'a request failed')).toMatchObject({
    exception: { message: 'cannot open /secret/place' },
  });
});

it('answers nobody any more once the service has stopped', async () => {
  const { ask, shutdown } = await started();
  expect((await ask('/readiness')).status).toBe(200);
  await shutdown.run('test');
  await expect(ask('/readiness')).rejects.toThrow('fetch failed');
});
