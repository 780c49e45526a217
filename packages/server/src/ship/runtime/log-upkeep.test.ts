import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { keepLogsSmall } from './log-upkeep.ts';

it('rotates what runs, and keeps the youngest logs of what runs no more', async () => {
  const folder = await testFolder();
  const write = async (name: string, ageS: number) => {
    await writeFile(join(folder, name), 'x'.repeat(20));
    await utimes(join(folder, name), 1_000_000 - ageS, 1_000_000 - ageS);
  };
  for (let age = 0; age < 25; age++) await write(`bell-blue-1-aaaa${age}.log`, age);
  await write('bell-blue-1-aaaa24.log.1', 24);
  await write('bell-green-1-runs00.log', 1_000);
  await write('bell-tower-blue-1-aaaa00.log', 1_000);
  await write('server.log', 1_000);

  await keepLogsSmall(folder, 'bell', new Set(['bell-green-1-runs00']), { maxBytes: 10, keep: 2 });

  const left = await readdir(folder);
  expect(left.filter((name) => name.startsWith('bell-blue'))).toHaveLength(20);
  expect(left).toEqual(expect.not.arrayContaining(['bell-blue-1-aaaa24.log', 'bell-blue-1-aaaa24.log.1']));
  expect(left).toEqual(
    expect.arrayContaining([
      'bell-blue-1-aaaa19.log',
      'bell-green-1-runs00.log',
      'bell-green-1-runs00.log.1',
      'bell-tower-blue-1-aaaa00.log',
      'server.log',
    ]),
  );
});

it('has nothing to do while there are no logs', async () => {
  await keepLogsSmall('/no/such/folder', 'bell', new Set(['bell-blue-1-aaaaaa']));
});
