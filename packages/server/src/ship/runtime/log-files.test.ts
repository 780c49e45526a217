import { appendFile, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { rotateLog } from './log-rotation.ts';
import { readLastLines } from './log-tail.ts';

const limits = { maxBytes: 10, keep: 3 };

describe('rotating a log', () => {
  it('leaves a small one, or none, as it is', async () => {
    const folder = await testFolder();
    const file = join(folder, 'a.log');
    expect(await rotateLog(file, limits)).toBe(false);
    await writeFile(file, '0123456789');
    expect(await rotateLog(file, limits)).toBe(false);
    expect(await readdir(folder)).toEqual(['a.log']);
  });

  it('keeps the youngest files, and no more of them than it was told', async () => {
    const folder = await testFolder();
    const file = join(folder, 'a.log');
    for (let round = 1; round <= 5; round++) {
      await appendFile(file, `this was round ${round}`);
      expect(await rotateLog(file, limits)).toBe(true);
    }
    expect((await readdir(folder)).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2', 'a.log.3']);
    expect(await readFile(`${file}.1`, 'utf8')).toBe('this was round 5');
    expect(await readFile(`${file}.3`, 'utf8')).toBe('this was round 3');
    expect(await readFile(file, 'utf8')).toBe('');
  });

  it('does not disturb the one that writes: it goes on at the new beginning, without a hole', async () => {
    const file = join(await testFolder(), 'a.log');
    const writer = await open(file, 'a');
    await writer.write('before the rotation\n');
    await rotateLog(file, limits);
    await writer.write('after\n');
    await writer.close();
    expect(await readFile(file, 'utf8')).toBe('after\n');
    expect(await readFile(`${file}.1`, 'utf8')).toBe('before the rotation\n');
  });

  it('loses no line of a writer that writes without pause, but for the few of the very moment', async () => {
    const file = join(await testFolder(), 'a.log');
    const writer = await open(file, 'a');
    await writer.write('line 0\nline 1\n');
    let line = 2;
    let rotating = true;
    const writing = (async () => {
      while (rotating) await writer.write(`line ${line++}\n`);
    })();
    await rotateLog(file, limits);
    rotating = false;
    await writing;
    await writer.close();
    const kept = (await readFile(`${file}.1`, 'utf8')) + (await readFile(file, 'utf8'));
    const numbers = [...kept.matchAll(/^line (\d+)$/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(line - numbers.length).toBeLessThanOrEqual(2);
  });
});

describe('the last lines of a log', () => {
  it('are whole lines, without blank ones', async () => {
    const file = join(await testFolder(), 'a.log');
    await writeFile(file, `${'x'.repeat(100)}\n`.repeat(1_000));
    await appendFile(file, 'Error: no such camera\n\n    at start\n');
    expect(await readLastLines(file, 2)).toEqual(['Error: no such camera', '    at start']);
    expect((await readLastLines(file, 1_000)).every((line) => line.length <= 100)).toBe(true);
    expect((await readLastLines(file, 1_000))[0]).toBe('x'.repeat(100));
  });

  it('are none when there is no log', async () => {
    expect(await readLastLines('/no/such/file.log', 5)).toEqual([]);
  });
});
