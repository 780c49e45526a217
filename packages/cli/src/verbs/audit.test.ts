import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

/** A log of one entry whose operator holds the key, and may lie. */
function log(line: string) {
  const origin = 'seaworthy/plain/0';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Buffer.from([1]), Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const id = createHash('sha256').update(`${origin}\n`).update(raw).digest().subarray(0, 4);
  const leaf = createHash('sha256')
    .update(Buffer.from([0]))
    .update(line)
    .digest('base64');
  const text = `${origin}\n1\n${leaf}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64');
  return {
    key: `${origin}+${id.toString('hex')}+${raw.toString('base64')}`,
    note: `${text}\n— ${origin} ${signature}\n`,
  };
}

const line = '{"sequence":1,"action":"deploy","actor":"ann"}';
const answer = (over: object, note: string) => ({
  auditEntryProof: () => ({ sequence: 1, line, index: 0, size: 1, hashes: [], checkpoint: note, ...over }),
});

describe('audit proof', () => {
  const { key, note } = log(line);

  it('believes the signature and its own computation', async () => {
    const plane = await testControlPlane(answer({}, note));
    const { exit, out } = await runVerb(['audit', 'proof', '1', '--key', key], plane);
    expect([exit, out]).toEqual([
      0,
      expect.stringContaining('Proven: entry 1 is in the log seaworthy/plain/0 of 1 entries'),
    ]);
  });

  it.each([
    ['another line', { line: line.replace('ann', 'bob') }, note],
    ['a proof of another entry', { sequence: 2, index: 1, line: line.replace('1', '2') }, note],
    ['a size that was not signed', { size: 2, hashes: ['AAAA'] }, note],
    ['a signature of another key', {}, log(line).note],
  ])('believes nothing else of what the server says: %s', async (_, over, given) => {
    const plane = await testControlPlane(answer(over, given));
    const { exit, err } = await runVerb(['audit', 'proof', '1', '--key', key], plane);
    expect([exit, err]).toEqual([1, expect.stringContaining('audit_unproven')]);
  });

  it('says what it is worth when the key is the server’s own word', async () => {
    const plane = await testControlPlane({ ...answer({}, note), auditKey: () => ({ origin: 'x', keys: [key] }) });
    const { exit, err } = await runVerb(['audit', 'proof', '1'], plane);
    expect([exit, err]).toEqual([0, expect.stringContaining('comes from the server itself')]);
  });

  it('sees that the log is not the continuation of the one that was kept', async () => {
    const plane = await testControlPlane({
      auditConsistency: () => ({ from: 1, to: 1, fromRoot: '', toRoot: '', hashes: [], checkpoint: forked }),
    });
    const forked = note.replace(/\n1\n[^\n]+/, '\n1\nAAAA');
    writeFileSync(join(plane.folder, 'kept'), note);
    const argv = ['audit', 'proof', '--since-checkpoint', join(plane.folder, 'kept'), '--key', key];
    expect(await runVerb(argv, plane)).toMatchObject({ exit: 1, err: expect.stringContaining('audit_unproven') });
  });
});

it('audit verify tells of a folder without a trail', async () => {
  const plane = await testControlPlane();
  const { exit, err } = await runVerb(['audit', 'verify'], plane);
  expect([exit, err]).toEqual([1, expect.stringContaining('There is no audit trail')]);
});
