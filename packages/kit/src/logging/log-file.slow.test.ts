import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const source = (file: string) => fileURLToPath(new URL(file, import.meta.url));

async function run(ending: string): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'app.log');
  const program = `
    import { logFile } from ${JSON.stringify(source('log-file.ts'))};
    const file = logFile({ path: ${JSON.stringify(file)} });
    for (let number = 0; number < 5000; number += 1) file.write(number + ' ' + 'x'.repeat(200) + '\\n');
    ${ending}`;
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', program], { stdio: 'ignore' });
  await once(child, 'exit');
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

it.each([
  ['an error that nobody caught', `throw new Error('crash');`],
  ['an exit', 'process.exit(3);'],
  ['an exit in the middle of a write', 'setImmediate(() => setImmediate(() => process.exit(3)));'],
  ['the end of the program', ''],
])('every line is there after %s, once, whole and in order', async (_what, ending) => {
  const lines = await run(ending);
  expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 5000 }, (_, index) => index));
  expect(lines.every((line) => line.endsWith('x'.repeat(200)))).toBe(true);
});
