import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { testHost } from '../testing.ts';

const page = `service: shop
runtime: {command: [node, server.js]}
rules: [rules.yaml]
alerting: alertmanager.yml
`;
const rules = 'groups: [{name: shop, rules: [{alert: Down, expr: up == 0}]}]\n';
const alerting = 'route: {receiver: team}\nreceivers: [{name: team}]\n';

it('finds a configuration valid together with the files that it names', async () => {
  const { exit, out } = await check({ 'seaworthy.yaml': page, 'rules.yaml': rules, 'alertmanager.yml': alerting });
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('is valid: service shop') });
});

it('finds the mistakes of every file that it names at once, each with its place', async () => {
  const { exit, err } = await check({
    'seaworthy.yaml': page,
    'rules.yaml': rules.replace('up ==', 'up ='),
    'alertmanager.yml': alerting.replace('receiver: team', 'receiver: nobody, group_bye: [a]'),
  });
  expect(exit).toBe(2);
  expect(err).toMatch(/rules\.yaml:1:\d+ /);
  expect(err).toMatch(/alertmanager\.yml:1:\d+ .*group_bye/);
  expect(err).toMatch(/alertmanager\.yml:1:\d+ .*undefined receiver "nobody"/);
});

it('says which file is not there', async () => {
  const { exit, err } = await check({ 'seaworthy.yaml': page, 'rules.yaml': rules });
  expect(exit).toBe(2);
  expect(err).toMatch(/alerting +there is no file .*alertmanager\.yml\. /);
});

async function check(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const host = testHost({ cwd: folder });
  const exit = await run(['config', 'check'], host);
  return { exit, out: host.out(), err: host.err() };
}
