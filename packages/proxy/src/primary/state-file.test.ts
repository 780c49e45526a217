import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EMPTY_STATE, restoreState, storeState } from './state-file.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'seaworthy-state-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('what was stored is restored, and nothing else is left in the folder', async () => {
  const path = folder();
  const state = { ...EMPTY_STATE, stateVersion: 7, split: { blue: 5, green: 95 }, bound: '127.0.0.1:8080' };
  await storeState(join(path, 'proxy.json'), state);
  expect(await restoreState(join(path, 'proxy.json'))).toEqual({ found: 'state', state });
  expect(readdirSync(path)).toEqual(['proxy.json']);
});

test('no file is a first start', async () => {
  expect(await restoreState(join(folder(), 'proxy.json'))).toEqual({ found: 'nothing', state: EMPTY_STATE });
});

test('a leftover of a store that was cut short is ignored and overwritten', async () => {
  const file = join(folder(), 'proxy.json');
  await storeState(file, { ...EMPTY_STATE, stateVersion: 1 });
  writeFileSync(`${file}.new`, '{"version":1,"sta');
  expect((await restoreState(file)).state.stateVersion).toBe(1);
  await storeState(file, { ...EMPTY_STATE, stateVersion: 2 });
  expect((await restoreState(file)).state.stateVersion).toBe(2);
});

test.each(['', '{', 'null', '[]', '{"version":2}', '{"version":1}'])(
  'a file that holds %j is put aside',
  async (text) => {
    const file = join(folder(), 'proxy.json');
    writeFileSync(file, text);
    expect(await restoreState(file)).toEqual({ found: 'unreadable', state: EMPTY_STATE });
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text);
  },
);

test('a state that cannot be stored is an error that says why', async () => {
  await expect(storeState(join(folder(), 'missing', 'proxy.json'), EMPTY_STATE)).rejects.toMatchObject({
    code: 'not_stored',
    message: expect.stringContaining('ENOENT'),
  });
});
