import { AuditError } from '../audit-error.ts';
import type { SignedCheckpoint } from './checkpoint.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { openNote } from './signed-note.ts';
import type { VerifierKey } from './signing-key.ts';

/** Reads a checkpoint and checks that one of `keys` has signed it in the name of the log; throws `checkpoint_invalid`. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): SignedCheckpoint {
  const { text, keyId } = openNote(note, keys);
  const checkpoint = parseCheckpoint(text);
  if (keys.some((each) => each.id === keyId && each.name === checkpoint.origin)) return { ...checkpoint, note, keyId };
  throw new AuditError(
    'checkpoint_invalid',
    `The checkpoint is of ${checkpoint.origin}, and no key of that name has signed it.`,
    'Give the public key of the log that the checkpoint names.',
  );
}
