import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { systemClock } from '../platform/clock.ts';
import { testFolder } from '../platform/testing.ts';
import { openKeyFile } from './key-file.ts';
import { systemRandom } from './secret.ts';
import { createSessionStore } from './sessions.ts';

/** Replaces the keys for ever, and says so after each time. */
const LIFE = `
  import { systemClock } from './platform/clock.ts';
  import { openKeyFile } from './access/key-file.ts';
  import { systemRandom } from './access/secret.ts';
  const keys = await openKeyFile(process.argv[1], systemClock, systemRandom);
  for (;;) {
    process.stdout.write('.');
    await keys.rotate();
  }
`;

const cwd = fileURLToPath(new URL('..', import.meta.url));
const loading = ['--conditions=source', '--import', createRequire(import.meta.url).resolve('tsx')];

/** Killed with -9 after so many rotations, and a moment of chance. */
async function lifeEndedAfter(path: string, rotations: number, thenMs: number): Promise<void> {
  const args = [...loading, '--input-type=module', '-e', LIFE, '--', path];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
  let seen = 0;
  child.stdout.on('data', (dots: Buffer) => {
    const before = seen;
    seen += dots.length;
    if (before < rotations && seen >= rotations) setTimeout(() => child.kill('SIGKILL'), thenMs);
  });
  expect(await ended).toBe('SIGKILL');
}

it('a replacement of the session keys that is killed with -9 signs nobody out, whenever it is killed', async () => {
  const path = join(await testFolder(), 'keys', 'sessions.json');
  const database = await testDatabase();
  const open = async () => {
    const keys = await openKeyFile(path, systemClock, systemRandom);
    return createSessionStore({ database, clock: systemClock, random: systemRandom, keys: keys.refreshKeys });
  };
  let { refresh } = await (await open()).open({ user: 'ann' });
  for (const thenMs of [0, 2, 5]) {
    const lost = refresh;
    const answer = await (await open()).refresh(lost);
    await lifeEndedAfter(path, 2, thenMs);
    const sessions = await open();
    const again = await sessions.refresh(lost);
    expect(again).toMatchObject({ state: 'renewed', refresh: answer.state === 'renewed' ? answer.refresh : '' });
    const next = await sessions.refresh(again.state === 'renewed' ? again.refresh : '');
    expect(next.state).toBe('renewed');
    refresh = next.state === 'renewed' ? next.refresh : '';
  }
});
