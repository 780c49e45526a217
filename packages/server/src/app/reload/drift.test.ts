import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigDrift } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { loadConfiguration } from '../../config/load.ts';
import { testFolder } from '../../platform/testing.ts';
import { readWatchSources } from '../../watch/read-sources.ts';
import { createDrift } from './drift.ts';
import { createReload } from './reload.ts';

const page = `service: shop
runtime: {command: [node, server.js], env: {DB_PASSWORD: tide-one}}
rules: [rules.yaml, more.yaml]
alerting: alertmanager.yml
`;
const rule = (name: string, expr = 'up == 0') =>
  `groups: [{name: ${name}, rules: [{alert: ${name}, expr: ${expr}}]}]\n`;
const alerting = (receiver: string) => `route: {receiver: ${receiver}}\nreceivers: [{name: ${receiver}}]\n`;

it('is none while the files say what runs', async () => {
  const { drift } = await shop();
  expect(drift.read()).toEqual({ readAt: '2030-01-01T00:00:00.000Z', changes: [], contents: [], problems: [] });
});

it('tells what a reload applies and what waits for a restart, with where it is written', async () => {
  const { drift, write } = await shop();
  write('seaworthy.yaml', `${page.replace('rules.yaml, ', '')}traffic:\n  listen: 9090\n`);
  const { changes, contents } = ConfigDrift.parse(drift.read());
  expect(changes).toEqual([
    {
      ...{ path: 'traffic.listen.port', change: 'changed', running: 8080, file: 9090 },
      ...{ source: 'seaworthy.yaml:6', isHidden: false, effect: 'restart' },
    },
    {
      ...{ path: 'rules', change: 'changed', running: ['rules.yaml', 'more.yaml'], file: ['more.yaml'] },
      ...{ source: 'seaworthy.yaml:3', isHidden: false, effect: 'reload' },
    },
  ]);
  expect(contents).toEqual([]);
});

it('tells that a secret has changed, and neither what it was nor what it is', async () => {
  const { drift, write } = await shop();
  write('seaworthy.yaml', page.replace('tide-one', 'tide-two'));
  const read = drift.read();
  expect(read.changes).toMatchObject([{ path: 'runtime.env.DB_PASSWORD', isHidden: true, effect: 'restart' }]);
  expect(JSON.stringify(read)).not.toMatch(/tide-/);
});

it('tells which files say something else, and nothing of what they say', async () => {
  const { drift, write } = await shop();
  write('rules.yaml', rule('ShopGone'));
  write('alertmanager.yml', alerting('hush'));
  const read = drift.read();
  expect(read.changes).toEqual([]);
  expect(read.contents.map(({ section, file, change }) => [section, file.replace(/.*\//, ''), change])).toEqual([
    ['rules', 'rules.yaml', 'changed'],
    ['alerting', 'alertmanager.yml', 'changed'],
  ]);
  expect(JSON.stringify(read)).not.toMatch(/hush|ShopGone/);
});

it('tells every mistake with its place, and what it could still compare', async () => {
  const { drift, write } = await shop();
  write('rules.yaml', rule('ShopDown', '"up =="'));
  write('seaworthy.yaml', `${page}silences: {maxDuration: 2h}\n`);
  expect(drift.read()).toMatchObject({
    changes: [{ path: 'silences.maxDuration' }],
    problems: [{ place: expect.stringMatching(/rules\.yaml:1:\d+$/) }],
  });
  write('seaworthy.yaml', 'service: 5\n');
  expect(drift.read()).toMatchObject({
    changes: [],
    problems: [{ path: 'runtime' }, { place: 'seaworthy.yaml:1:10', path: 'service' }],
  });
});

it('compares with what was reloaded, and shows it as what runs', async () => {
  const { drift, write, reload } = await shop();
  write('seaworthy.yaml', `${page.replace('rules.yaml, ', '')}traffic: {listen: 9090}\n`);
  await reload();
  expect(drift.read()).toMatchObject({ changes: [{ path: 'traffic.listen.port', running: 8080 }], contents: [] });
  const { values, sources } = drift.running();
  expect(values).toMatchObject({ rules: ['more.yaml'], traffic: { listen: { port: 8080 } } });
  expect(sources).toMatchObject({ 'traffic.listen.port': 'default', 'rules.0': 'seaworthy.yaml:3' });
  expect(sources).not.toHaveProperty(['rules.1']);
  write('seaworthy.yaml', page);
  expect(drift.read()).toMatchObject({ changes: [{ path: 'rules', effect: 'reload' }] });
});

async function shop() {
  const folder = await testFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('seaworthy.yaml', page);
  write('rules.yaml', rule('ShopDown'));
  write('more.yaml', rule('ShopSlow'));
  write('alertmanager.yml', alerting('team'));
  const load = () => loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {} });
  const started = load();
  const sources = readWatchSources(started.service);
  const drift = createDrift({ started, sources, load, clock: { now: () => Date.UTC(2030, 0, 1) } });
  const { onReloaded } = drift;
  const reload = createReload({ running: started, load, apply: async () => {}, onReloaded });
  return { drift, write, reload };
}
