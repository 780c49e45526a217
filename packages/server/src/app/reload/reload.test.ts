import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../config/load.ts';
import { testFolder } from '../../platform/testing.ts';
import type { WatchSources } from '../../watch/flow.ts';
import { createReload } from './reload.ts';

const page = `service: shop
runtime: {command: [node, server.js]}
rules: [rules.yaml]
`;
const rule = (name: string) => `groups: [{name: shop, rules: [{alert: ${name}, expr: up == 0}]}]\n`;

describe('reload', () => {
  it('applies the rules as their file is now', async () => {
    const { reload, applied, write } = await shop();
    write('rules.yaml', rule('ShopGone'));
    expect(await reload()).toEqual({ needsRestart: [] });
    expect(applied.map(({ rules }) => rules[0]?.rules[0]?.name)).toEqual(['ShopGone']);
  });

  it('applies the objectives with their rules', async () => {
    const { reload, applied, write } = await shop();
    write('seaworthy.yaml', `${page}slos: [{name: fast, objective: 99%, latency: {threshold: 300ms}}]\n`);
    expect(await reload()).toEqual({ needsRestart: [] });
    expect(applied[0]?.slos?.map(({ name }) => name)).toEqual(['fast']);
    expect(applied[0]?.rules.map(({ name }) => name)).toContain('slo fast counts');
  });

  it('says which changes wait for a restart, and applies the others', async () => {
    const { reload, applied, write } = await shop();
    write('seaworthy.yaml', `${page.replace('rules.yaml', 'preset:seaworthy')}traffic: {listen: 9090}\n`);
    expect(await reload()).toEqual({ needsRestart: ['traffic.listen.port'] });
    expect(applied[0]?.rules[0]?.file).toBe('preset:seaworthy');
  });

  it('applies the alerting file as it is now, and without the key, alerts go to the log', async () => {
    const { reload, applied, write } = await shop();
    write('seaworthy.yaml', `${page}alerting: alertmanager.yml\n`);
    write('alertmanager.yml', 'route: {receiver: team}\nreceivers: [{name: team}]\n');
    expect(await reload()).toEqual({ needsRestart: [] });
    write('seaworthy.yaml', `${page}silences: {maxDuration: 2h}\n`);
    expect(await reload()).toEqual({ needsRestart: ['silences.maxDuration'] });
    expect(applied.map(({ alerting }) => alerting.config.receivers.map(({ name }) => name))).toEqual([
      ['team'],
      ['console'],
    ]);
  });

  it('changes nothing when any file has a mistake, and names all of them', async () => {
    const { reload, applied, write } = await shop();
    write('rules.yaml', 'groups: [{name: shop, rules: [{alert: A, expr: "up =="}, {record: "b-c", expr: up}]}]\n');
    await expect(reload()).rejects.toMatchObject({
      code: 'config_invalid',
      details: [
        { message: expect.stringContaining('rules.yaml:1:') },
        { message: expect.stringContaining('rules.yaml:1:') },
      ],
    });
    write('seaworthy.yaml', `${page}alerting: alertmanager.yml\n`);
    write('alertmanager.yml', 'route: {receiver: team}\nreceivers: [{name: ops}]\n');
    await expect(reload()).rejects.toMatchObject({
      details: [{}, {}, { message: expect.stringContaining('alertmanager.yml:1:19  undefined receiver "team"') }],
    });
    write('seaworthy.yaml', 'service: 5\n');
    await expect(reload()).rejects.toMatchObject({ code: 'config_invalid' });
    write('seaworthy.yaml', page.replace('rules.yaml', 'gone.yaml'));
    await expect(reload()).rejects.toMatchObject({
      details: [{ message: expect.stringContaining('there is no file') }],
    });
    expect(applied).toEqual([]);
  });
});

async function shop() {
  const folder = await testFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('seaworthy.yaml', page);
  write('rules.yaml', rule('ShopDown'));
  const load = () => loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {} });
  const applied: WatchSources[] = [];
  const reload = createReload({ running: load(), load, apply: async (sources) => void applied.push(sources) });
  return { reload, applied, write };
}
