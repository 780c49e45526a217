import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { masterKeyFile } from './master-key-file.ts';

describe('a new master key', () => {
  it('is never to be seen half written: whoever is killed meanwhile can start again', async () => {
    const path = join(await testFolder(), 'master.key');
    const [file, seen] = [masterKeyFile(path, randomBytes), new Set<number>()];
    let isWriting = true;
    const look = () => {
      if (existsSync(`${path}.next`)) seen.add(readFileSync(`${path}.next`).length);
      if (isWriting) setImmediate(look);
    };
    look();
    for (let round = 0; round < 50; round++) await file.writeNext();
    isWriting = false;
    expect([...seen]).toEqual([45]);
  });

  it('is written over what was left of one by a kill', async () => {
    const path = join(await testFolder(), 'master.key');
    const file = masterKeyFile(path, randomBytes);
    writeFileSync(`${path}.next.new`, 'AAAA', { mode: 0o600 });
    expect(await file.read()).toEqual({ present: undefined, next: undefined });
    const { id } = await file.writeNext();
    expect((await file.read()).next?.id).toBe(id);
    await file.settle(id);
    expect((await file.read()).present?.id).toBe(id);
    expect(existsSync(`${path}.next.new`)).toBe(false);
  });
});
