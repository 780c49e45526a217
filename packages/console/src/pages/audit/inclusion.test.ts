import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { computeProof, siblingsOf } from './inclusion.ts';
import { isSigned, readNote } from './note.ts';

const hash = (...parts: (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest();
const leaf = (line: string) => hash(Buffer.of(0), line);
const node = (left: Buffer, right: Buffer) => hash(Buffer.of(1), left, right);
const base64 = (bytes: Buffer) => bytes.toString('base64');
const leaves = ['one', 'two', 'three', 'four', 'five'].map(leaf) as [Buffer, Buffer, Buffer, Buffer, Buffer];
const [one, two, three, four, five] = leaves;
const root = base64(node(node(node(one, two), node(three, four)), five));

it('follows the path from an entry in the middle to the root, and says what each hash stands for', async () => {
  const hashes = [four, node(one, two), five].map(base64);
  const proof = await computeProof({ sequence: 3, line: 'three', index: 2, size: 5, hashes, checkpoint: '' });
  expect(proof?.root).toBe(root);
  expect(proof?.steps.map(({ side, first, last }) => `${side} ${first}-${last}`)).toEqual([
    ...['after 4-4', 'before 1-2', 'after 5-5'],
  ]);
});

it('follows the shorter path of the last entry', async () => {
  const hashes = [base64(node(node(one, two), node(three, four)))];
  const proof = await computeProof({ sequence: 5, line: 'five', index: 4, size: 5, hashes, checkpoint: '' });
  expect(proof?.root).toBe(root);
  expect(siblingsOf(4, 5)).toEqual([{ side: 'before', first: 1, last: 4 }]);
});

it('comes to another root when the entry is not what was written, and to none when the path is cut', async () => {
  const hashes = [four, node(one, two), five].map(base64);
  const asked = { sequence: 3, index: 2, size: 5, checkpoint: '' };
  expect((await computeProof({ ...asked, line: 'tree', hashes }))?.root).not.toBe(root);
  expect(await computeProof({ ...asked, line: 'three', hashes: hashes.slice(1) })).toBeUndefined();
});

it('reads a signed checkpoint, and tells a signature of the key from any other', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const id = Buffer.from('0a1b2c3d', 'hex');
  const text = `example.com/log\n5\n${root}\ntime 2026-03-01T10:00:00.000Z\n`;
  const line = (signed: string) => base64(Buffer.concat([id, sign(null, Buffer.from(signed), privateKey)]));
  const key = `example.com/log+0a1b2c3d+${base64(Buffer.concat([Buffer.of(1), raw]))}`;
  const note = readNote(`${text}\n— example.com/log ${line(text)}\n`);
  const forged = readNote(`${text}\n— example.com/log ${line('other\n')}\n`);
  expect(note).toMatchObject({ size: 5, root, time: '2026-03-01T10:00:00.000Z', origin: 'example.com/log' });
  expect(note && (await isSigned(note, [key]))).toBe(true);
  expect(forged && (await isSigned(forged, [key]))).toBe(false);
  expect(note && (await isSigned(note, ['example.com/log+99999999+AA==']))).toBe(false);
  expect(readNote('not a note')).toBeUndefined();
});
