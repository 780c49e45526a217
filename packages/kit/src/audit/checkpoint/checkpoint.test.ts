import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { formatCheckpoint } from './checkpoint.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { openNote, signNote } from './signed-note.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey } from './signing-key.ts';

const origin = 'example.com/doorbell';
const { privateKey } = generateKeyPairSync('ed25519');
const key = verifierKey(origin, privateKey);
const checkpoint = { origin, size: 20852163, root: Buffer.alloc(32, 7), extensions: ['time 2026-01-01T00:00:00.000Z'] };
const note = signNote(formatCheckpoint(checkpoint), origin, privateKey);

it("opens a note that another project's tool has signed", () => {
  const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  expect(openNote(`${text}\n— PeterNeumann ${signature}\n`, [peter]).text).toBe(text);
  expect(() => openNote(`${text.replace('think', 'thank')}\n— PeterNeumann ${signature}\n`, [peter])).toThrow('wrong');
});

it('writes origin, size and root as lines, signs them, and reads them again', () => {
  const [first, size, root, extension, blank, signature] = note.split('\n');
  expect([first, size, root, extension, blank]).toEqual([
    ...[origin, '20852163', Buffer.alloc(32, 7).toString('base64'), 'time 2026-01-01T00:00:00.000Z', ''],
  ]);
  expect(signature).toMatch(/^— example\.com\/doorbell [A-Za-z0-9+/]{91}=$/);
  expect(openCheckpoint(note, [key])).toEqual({ ...checkpoint, note, keyId: key.id });
});

it('takes the key as other tools write it', () => {
  const again = parseVerifierKey(formatVerifierKey(key));
  expect({ name: again.name, id: again.id }).toEqual({ name: origin, id: key.id });
  expect(openCheckpoint(note, [again]).size).toBe(20852163);
  expect(() => parseVerifierKey(formatVerifierKey(key).replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow(
    'no public key',
  );
});

it('passes over signatures of strangers and insists on a known one', () => {
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const cosigned = note + signNote('', 'witness.example', stranger).split('\n')[1] + '\n';
  expect(openCheckpoint(cosigned, [key]).size).toBe(20852163);
  expect(() => openCheckpoint(note, [verifierKey(origin, stranger)])).toThrow('no known key');
});

it.each([
  ['a changed size', note.replace('20852163', '20852164')],
  ['a changed extension', note.replace('2026', '2025')],
  ['another origin', note.replace('example.com/doorbell\n', 'example.com/doorbel1\n')],
  ['a missing signature', note.slice(0, note.indexOf('—'))],
  ['a missing end', note.slice(0, -1)],
  ['nothing', ''],
])('refuses %s', (_what, text) => {
  expect(() => openCheckpoint(text, [key])).toThrow('cannot be trusted');
});

it('refuses what is signed but is no checkpoint, or one of another log', () => {
  for (const text of ['one\n', 'a\n1\nAAAA\n', `a\n01\n${Buffer.alloc(32).toString('base64')}\n`]) {
    expect(() => openCheckpoint(signNote(text, origin, privateKey), [key])).toThrow('no checkpoint');
  }
  const foreign = formatCheckpoint({ ...checkpoint, origin: 'example.com/other' });
  expect(() => openCheckpoint(signNote(foreign, origin, privateKey), [key])).toThrow('no key of that name');
});
