import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { routes } from '@seaworthy/api';
import { expect, it, onTestFinished } from 'vitest';
import { createAlertHandlers } from './alerts.ts';
import { testContext, watchBench } from './testing.ts';

const secret = 'T0P-s3cret-token-of-the-team';
const page = 'service: shop\nruntime: {command: [node, server.js]}\n';
const alerting = (url: string) => `
route: {receiver: ops, group_by: [alertname]}
receivers:
- {name: nobody}
- name: ops
  webhook_configs: [{url: '${url}/taken/${secret}'}, {url: '${url}/refused/${secret}'}]
  pagerduty_configs: [{routing_key: ${secret}, url: '${url}/events'}]
`;

/** A receiver over HTTP: what it got, by path. It quotes what it refuses, as some do. */
async function localReceiver() {
  const got: { path: string; body: Record<string, unknown>; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request;
    let text = '';
    for await (const part of request) text += String(part);
    got.push({ path: url, headers, body: JSON.parse(text) });
    response.writeHead(url.startsWith('/refused') ? 403 : 200).end(`not for ${url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function bench() {
  const receiver = await localReceiver();
  const made = await watchBench({ page, rules: 'groups: []', alerting: alerting(receiver.url), metrics: () => '' });
  const handlers = createAlertHandlers(made);
  const send = async (name: string) =>
    routes.testReceiver.response.parse(await handlers.testReceiver({ params: { name } } as never, testContext('ann')));
  return { ...made, ...receiver, handlers, send };
}

it('a test reaches every integration over the wire, and the answer says what each made of it, without secrets', async () => {
  const { send, got, url } = await bench();
  const tested = await send('ops');
  const delivered = { outcome: 'delivered', status: null, failure: null, note: null };
  expect(tested).toMatchObject({
    receiver: 'ops',
    items: [
      { integration: 'webhook[0]', channel: 'webhook', ...delivered },
      { integration: 'webhook[1]', outcome: 'refused', status: 403, failure: { reason: 'unauthorized' } },
      { integration: 'pagerduty[0]', ...delivered },
    ],
  });
  expect(tested.items[1]?.failure?.message).toContain(`${new URL(url).host} answered 403`);
  expect(JSON.stringify(tested)).not.toContain(secret);
  const taken = got.find(({ path }) => path.startsWith('/taken'));
  expect(taken?.body).toMatchObject({
    ...{ receiver: 'ops', status: 'firing', version: '4', groupLabels: { alertname: 'SeaworthyTest' } },
    commonAnnotations: { summary: 'This is a test of the receiver ops. Nothing is wrong.' },
    alerts: [{ labels: { test: 'true', severity: 'info' }, generatorURL: 'http://ops.example/alerts/receivers' }],
  });
  expect(taken?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  const events = got.filter(({ path }) => path === '/events').map(({ body }) => body['event_action']);
  expect(events).toEqual(['trigger', 'resolve']);
});

it('a test opens no alert and no group, and is in no history', async () => {
  const { send, watch, handlers } = await bench();
  await send('ops');
  const all = { query: { limit: 9 } } as never;
  for (const ask of [handlers.alerts, handlers.alertGroups, handlers.notifications]) {
    expect((await ask(all)).items).toEqual([]);
  }
  const { items } = await handlers.receivers();
  expect(items.flatMap(({ integrations }) => integrations.map(({ state }) => state))).toEqual(Array(3).fill('unknown'));
  expect(watch.telling.isDelivering).toBe(true);
});

it('tests of one receiver are few: three a minute, twenty an hour', async () => {
  const { send, clock, got } = await bench();
  for (let time = 0; time < 3; time++) await send('nobody');
  await expect(send('nobody')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
  expect((await send('ops')).items).toHaveLength(3);
  expect(got.length).toBeGreaterThan(0);
  await clock.advance(60_000);
  expect((await send('nobody')).items).toEqual([]);
});

it('a receiver that there is not is not found', async () => {
  const { send } = await bench();
  await expect(send('nowhere')).rejects.toMatchObject({ code: 'not_found' });
});
