import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { testHost } from '../testing.ts';

const hasAmtool = spawnSync('amtool', ['--version']).status === 0;

const page = `
route:
  receiver: default
  group_by: [...]
  routes:
  - receiver: frontend
    matchers: [team="frontend", severity=~"warn.*|critical"]
    continue: true
    routes:
    - {receiver: frontend-page, match: {severity: critical}}
  - receiver: database
    match_re: {service: ^(mysql|postgres)$}
    routes:
    - {receiver: database-owner, matchers: ['owner=~"[a-z]+"']}
  - {receiver: anything, matchers: ['env!="production"', 'team!~"front.*"']}
receivers: [{name: default}, {name: frontend}, {name: frontend-page}, {name: database}, {name: database-owner}, {name: anything}]
`;

const labelSets = [
  '',
  'team=frontend env=production',
  'team=frontend severity=critical env=production',
  'team=frontend severity=warning service=mysql owner=ann',
  'service=postgres owner=Ann',
  'service=postgresql env=production',
  'env=test team=backend',
  'team=frontier env=test',
];

describe.skipIf(!hasAmtool)('routes test --config and amtool (skipped where it is not installed)', () => {
  it.each(labelSets)('name the same receivers for "%s"', async (labels) => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-routes-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, page);
    const words = labels.split(' ').filter((word) => word !== '');
    const theirs = spawnSync('amtool', ['config', 'routes', 'test', `--config.file=${file}`, ...words]);
    const host = testHost();
    expect(await run(['routes', 'test', ...words, '--config', file, '--json'], host)).toBe(0);
    const ours = (JSON.parse(host.out()) as { items: { receiver: string }[] }).items.map(({ receiver }) => receiver);
    expect(ours.join()).toBe(theirs.stdout.toString().trim());
  });
});
