import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const kitFolder = fileURLToPath(new URL('../..', import.meta.url));

it('the audit program in the README writes, lists and verifies', () => {
  const [, program = ''] =
    /```ts audit\n([\s\S]*?)```/.exec(readFileSync(path.join(kitFolder, 'README.md'), 'utf8')) ?? [];
  const folder = mkdtempSync(path.join(kitFolder, '.readme-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'program.ts'), program);
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const run = () =>
    spawnSync(process.execPath, ['--import', tsx, '--conditions=source', 'program.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
  expect(run()).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining('3 door.open\nThe audit log is whole: 3 entries'),
  });
  expect(run().stdout).toContain('6 door.open\nThe audit log is whole: 6 entries');
});
