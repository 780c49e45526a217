import type { KeyObject } from 'node:crypto';
import { sign, verify } from 'node:crypto';
import { AuditError } from '../audit-error.ts';
import type { VerifierKey } from './signing-key.ts';
import { verifierKey } from './signing-key.ts';

/** C2SP signed-note: text that ends in a newline, an empty line, signature lines. */
export function signNote(text: string, name: string, key: KeyObject): string {
  const { id } = verifierKey(name, key);
  const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

const longestNote = 64 * 1024;
const idBytes = 4;

/**
 * The text of a note that one of `keys` has signed, and the id of that key. Signatures by unknown keys are passed over;
 * a wrong one in the name of a known key spoils the whole note.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): { text: string; keyId: string } {
  const end = note.lastIndexOf('\n\n');
  if (note.length > longestNote || end < 0 || !note.endsWith('\n'))
    throw invalid('it has not the form of a signed note');
  const text = note.slice(0, end + 1);
  if ([...note].some((character) => character < ' ' && character !== '\n'))
    throw invalid('it holds control characters');
  const signers = note
    .slice(end + 2, -1)
    .split('\n')
    .flatMap((line) => signerOf(line, text, keys));
  const [keyId] = signers;
  if (keyId === undefined) throw invalid('no known key has signed it');
  return { text, keyId };
}

function signerOf(line: string, text: string, keys: readonly VerifierKey[]): string[] {
  const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  if (name === undefined || base64 === undefined) throw invalid('one of its signature lines cannot be read');
  const bytes = Buffer.from(base64, 'base64');
  const id = bytes.subarray(0, idBytes).toString('hex');
  const known = keys.find((each) => each.name === name && each.id === id);
  if (known === undefined) return [];
  if (verify(null, Buffer.from(text), known.key, bytes.subarray(idBytes))) return [id];
  throw invalid(`the signature of ${name} is wrong`);
}

function invalid(reason: string): AuditError {
  return new AuditError(
    'checkpoint_invalid',
    `The checkpoint cannot be trusted: ${reason}.`,
    'Give the whole note as it was made, and the public key of the log that made it.',
  );
}
