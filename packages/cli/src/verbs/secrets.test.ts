import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { SecretInput } from '../terminal/secret-input.ts';
import { runVerb, testControlPlane, testHost, testNow } from '../testing.ts';

const setAt = new Date(testNow).toISOString();
const sample: Secret = {
  ...{ name: 'db-password', source: 'own', state: 'due', version: 3, setBy: 'ada', setAt },
  ...{ ageSeconds: 7_776_000, maxAgeSeconds: 2_592_000, usedBy: ['env DB_PASSWORD'] },
};

async function secretsControlPlane() {
  const got: { name: string; value: string }[] = [];
  const plane = await testControlPlane({
    secrets: () => ({ items: [sample] }),
    setSecret({ params, body }) {
      got.push({ name: params.name, value: body.value });
      return { name: params.name, version: 1, setBy: 'ada', setAt };
    },
    rotateKeys: () => ({ masterKeyId: 'abc', masterKeyFrom: 'environment', masterKeyChanged: false, resealed: 2 }),
  });
  return { ...plane, got };
}

const typing = (input: Partial<SecretInput>) =>
  testHost({
    secretInput: { isTerminal: false, readAll: async () => '', readHidden: async () => undefined, ...input },
  });

describe('secrets', () => {
  it('lists names, versions and ages', async () => {
    const { exit, out } = await runVerb(['secrets'], await secretsControlPlane());
    expect(exit).toBe(0);
    expect(out).toMatch(/db-password +3 +to be replaced +90 d.* 30 d.* ada +env DB_PASSWORD/);
  });

  it('set reads the value from stdin, without its last line break', async () => {
    const plane = await secretsControlPlane();
    const { exit, out, err } = await runVerb(
      ['secrets', 'set', 'db'],
      plane,
      typing({ readAll: async () => 'hush\n' }),
    );
    expect({ exit, got: plane.got }).toEqual({ exit: 0, got: [{ name: 'db', value: 'hush' }] });
    expect(out + err).not.toContain('hush');
  });

  it('set reads it from a file, and asks for it on a terminal', async () => {
    const plane = await secretsControlPlane();
    const file = join(plane.folder, 'value');
    writeFileSync(file, 'line one\nline two\n');
    await runVerb(['secrets', 'set', 'db', '--file', file], plane);
    const terminal = typing({ isTerminal: true, readHidden: async () => 'typed' });
    const { err } = await runVerb(['secrets', 'set', 'db'], plane, terminal);
    expect(plane.got.map(({ value }) => value)).toEqual(['line one\nline two', 'typed']);
    expect(err).toContain('Value of db (it is not shown)');
  });

  it('set takes no value as an argument, no empty one, and none that was broken off', async () => {
    const plane = await secretsControlPlane();
    const asked = [
      await runVerb(['secrets', 'set', 'db', 'hush'], plane),
      await runVerb(['secrets', 'set', 'db'], plane, typing({ readAll: async () => '\n' })),
      await runVerb(['secrets', 'set', 'db'], plane, typing({ isTerminal: true })),
    ];
    expect(asked.map(({ exit }) => exit)).toEqual([2, 2, 2]);
    expect(plane.got).toEqual([]);
  });

  it('rotate-key says what it cannot change', async () => {
    const { out } = await runVerb(['secrets', 'rotate-key'], await secretsControlPlane());
    expect(out).toContain('SEAWORTHY_MASTER_KEY and stays');
  });
});
