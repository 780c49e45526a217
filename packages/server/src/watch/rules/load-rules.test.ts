import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { loadRules } from './load-rules.ts';

it('reads presets and files, each once, with all their problems', async () => {
  const folder = await testFolder();
  writeFileSync(join(folder, 'a.yaml'), 'groups: [{name: a, rules: [{record: x, expr: up}]}]');
  writeFileSync(join(folder, 'b.yaml'), 'groups: [{name: b, rules: [{record: x}]}]');
  const good = loadRules({ files: [join(folder, 'a.*'), join(folder, 'a.yaml')], presets: ['doorbell'] });
  expect(good.groups.map(({ file, name }) => [file, name])).toEqual([
    ['preset:doorbell', 'doorbell'],
    [join(folder, 'a.yaml'), 'a'],
  ]);
  const bad = loadRules({
    files: [join(folder, '*.yaml'), join(folder, 'c.yaml'), join(folder, 'd*.yaml')],
    presets: [],
  });
  expect(bad.problems.map(({ message }) => message)).toEqual([`field 'expr' must be set in rule`]);
  expect(bad.missing).toEqual([join(folder, 'c.yaml')]);
});
