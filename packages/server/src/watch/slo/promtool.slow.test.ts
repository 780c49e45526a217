import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { writeRuleFile } from './rule-file.ts';
import { sloRuleGroups } from './rule-groups.ts';
import { testdataSlos } from './testing.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const testdata = fileURLToPath(new URL('./testdata/', import.meta.url));

function promtool(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, told: `${stdout}${stderr}` };
}

describe.skipIf(!hasPromtool)('rules of objectives in promtool (skipped where it is not installed)', () => {
  it.each(Object.entries(testdataSlos))('are sound, and pass %s', async (name, slos) => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'rules.yaml'), writeRuleFile(sloRuleGroups(slos, 'bell')));
    copyFileSync(`${testdata}${name}`, join(folder, name));
    expect(promtool('check', 'rules', '--lint=all', '--lint-fatal', join(folder, 'rules.yaml'))).toMatchObject({
      status: 0,
    });
    const { status, told } = promtool('test', 'rules', join(folder, name));
    expect({ status, told: status === 0 ? '' : told }).toEqual({ status: 0, told: '' });
  });
});
