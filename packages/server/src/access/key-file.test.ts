import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { openKeyFile, signingKeyLifeMs } from './key-file.ts';
import { systemRandom } from './secret.ts';

async function bench() {
  const [path, clock] = [join(await testFolder(), 'keys', 'sessions.json'), virtualClock()];
  const rotations: object[] = [];
  const open = () => openKeyFile(path, clock, systemRandom, async (kids) => void rotations.push(kids));
  return { path, clock, rotations, open };
}

describe('the file of keys', () => {
  it('is made once, for its owner alone, and is the same after a restart', async () => {
    const { path, open } = await bench();
    const [first, again] = [await open(), await open()];
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(again.installation).toBe(first.installation);
    expect(again.derive('a')).toEqual(first.derive('a'));
    expect(again.derive('a')).not.toEqual(again.derive('b'));
    expect((await again.signingKey()).kid).toBe((await first.signingKey()).kid);
  });

  it('has another key to sign with after thirty days, and believes the one before for an hour', async () => {
    const { clock, open, rotations } = await bench();
    const keys = await open();
    const { kid: first } = await keys.signingKey();
    await clock.advance(signingKeyLifeMs + 1);
    const { kid: second } = await keys.signingKey();
    expect(second).not.toBe(first);
    expect(rotations).toEqual([{ from: first, to: second }]);
    expect([keys.publicKey(first), keys.publicKey(second)].map((key) => key?.asymmetricKeyType)).toEqual([
      'ed25519',
      'ed25519',
    ]);
    await clock.advance(3_600_001);
    await keys.rotate();
    expect(keys.publicKey(first)).toBeUndefined();
    expect((await open()).publicKey(first)).toBeUndefined();
  });

  it('replaces what makes refresh tokens along with what signs, keeps the one before for an hour, and the master', async () => {
    const { clock, open } = await bench();
    const keys = await open();
    const [first] = keys.refreshKeys();
    expect(first).toEqual(keys.derive('refresh tokens'));
    await Promise.all([keys.rotate(), keys.rotate()]);
    const [second, ...before] = keys.refreshKeys();
    expect(second).not.toEqual(first);
    expect(before).toEqual([first]);
    expect((await open()).refreshKeys()).toEqual([second, first]);
    expect((await open()).derive('signed requests')).toEqual(keys.derive('signed requests'));
    await clock.advance(3_600_000);
    expect(keys.refreshKeys()).toEqual([second]);
    await keys.rotate();
    expect((await open()).refreshKeys()).toHaveLength(2);
  });

  it.each([
    ['a placeholder as the master key', (file: Record<string, unknown>) => ({ ...file, master: '${SECRET_KEY}' })],
    [
      'a placeholder as a signing key',
      (file: Record<string, unknown>) => ({
        ...file,
        signing: [{ kid: 'k1234567', createdAt: 0, x: '${JWT_SECRET_KEY}', d: '${JWT_SECRET_KEY}' }],
      }),
    ],
    ['a short key', (file: Record<string, unknown>) => ({ ...file, master: 'secret' })],
    ['no key to sign with', (file: Record<string, unknown>) => ({ ...file, signing: [] })],
    ['nothing', () => undefined],
  ])('is refused with %s, and is told without its content', async (_, spoil) => {
    const { path, open } = await bench();
    await open();
    const contents = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(spoil(contents)) ?? '${KEYS}');
    const error = await open().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      name: 'KeyFileProblem',
      message: expect.stringContaining('sessions.json cannot be used'),
    });
    expect(String(error)).not.toContain(contents.signing[0].d);
  });
});
