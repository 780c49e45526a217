import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort, installation } from './testing.ts';

const patience = { timeout: 90_000, interval: 100 };

const rules = `
groups:
- name: shop
  interval: 1s
  rules:
  - {alert: Asked, expr: requests_total == 1, labels: {severity: critical}, annotations: {summary: 'somebody asked'}}
`;

it('an alert is told, silenced and seen by the API of a real server; kill -9 in between tells nothing twice', async () => {
  const home = await installation();
  const told = join(home.folder, 'told');
  const lines = () => readFileSync(told, 'utf8').trim().split('\n');
  writeFileSync(join(home.folder, 'rules.yaml'), rules);
  writeFileSync(join(home.folder, 'alertmanager.yml'), alerting(told, await freePort()));
  home.configure(
    (page) => `${page}
metrics: {interval: 1s, timeout: 1s, probes: [{name: nightly, kind: push, interval: 1s, timeout: 1s}]}
rules: [rules.yaml]
alerting: alertmanager.yml
`,
  );
  const { client, kill, ended } = await home.start();
  const status = async () => (await client.call('status', {})).alerts;
  await expect.poll(status, patience).toMatchObject({ critical: 1, firing: 1, silenced: 0 });
  await expect
    .poll(async () => (await client.call('receivers', {})).items, patience)
    .toMatchObject([
      { name: 'team', integrations: [{ name: 'file[0]', state: 'ok' }] },
      { name: 'gone', integrations: [{ name: 'webhook[0]', state: 'failing' }] },
    ]);
  const tested = await client.call('testAlertRouting', { body: { labels: { severity: 'critical' } } });
  expect(tested.items.map(({ receiver }) => receiver)).toEqual(['gone', 'team']);
  await client.call('push', { params: { name: 'nightly' }, query: { message: 'copied' } });
  const reasons = async () => (await client.call('probes', {})).items.map(({ reason }) => reason);
  await expect.poll(reasons, patience).toEqual(['copied']);

  const endsAt = new Date(Date.now() + 600_000).toISOString();
  const silence = await client.call('createSilence', { body: { matchers: ['alertname="Asked"'], endsAt } });
  expect(silence).toMatchObject({ state: 'active', createdBy: expect.stringMatching(/./) });
  expect(await status()).toMatchObject({ critical: 0, firing: 1, silenced: 1 });
  kill('SIGKILL');
  await ended;

  const again = await home.start();
  const alerts = async () => (await again.client.call('alerts', { query: {} })).items;
  await expect
    .poll(alerts, patience)
    .toMatchObject([{ state: 'suppressed', silencedBy: [silence.id], source: 'rule' }]);
  await again.client.call('expireSilence', { params: { id: silence.id } });
  await expect.poll(alerts, patience).toMatchObject([{ state: 'firing' }]);
  // Three flushes of the group lie before this evaluation.
  const evaluated = async () => Date.parse((await again.client.call('rules', {})).items[0]?.lastEvaluation ?? '');
  const since = Date.now();
  await expect.poll(evaluated, patience).toBeGreaterThan(since + 3_000);
  const { items } = await again.client.call('notifications', { query: { receiver: 'team' } });
  expect(items).toMatchObject([{ state: 'sent', status: 'firing', reason: 'first', alerts: 1 }]);
  expect(lines()).toHaveLength(1);
  expect((await again.client.call('rules', {})).items).toMatchObject([{ name: 'shop', health: 'ok' }]);
});

function alerting(told: string, port: number): string {
  return `
route:
  receiver: team
  group_wait: 100ms
  group_interval: 1s
  routes:
  - {receiver: gone, matchers: [severity=critical], continue: true}
  - {receiver: team, matchers: [severity=critical]}
receivers:
- {name: team, file_configs: [{path: ${told}}]}
- {name: gone, webhook_configs: [{url: 'http://127.0.0.1:${port}/'}]}
`;
}
