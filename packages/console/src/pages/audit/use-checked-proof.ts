import type { AuditEntryProof } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { useRoute } from '../../data/query.ts';
import type { ComputedProof } from './inclusion.ts';
import { computeProof } from './inclusion.ts';
import type { Note } from './note.ts';
import { isSigned, readNote } from './note.ts';

export interface Checked {
  readonly computed: ComputedProof | undefined;
  readonly note: Note | undefined;
  /** Undefined: this browser cannot tell. */
  readonly isSigned: boolean | undefined;
  readonly canCompute: boolean;
}

/** Undefined until it is computed. Over plain HTTP to another machine a browser has no hashes. */
export function useCheckedProof(proof: AuditEntryProof): Checked | undefined {
  const keys = useRoute('auditKey', {});
  const known = keys.data?.keys;
  const isAnswered = known !== undefined || keys.failure !== undefined;
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    if (!isAnswered) return;
    let isOver = false;
    void check(proof, known).then((found) => {
      if (!isOver) setChecked(found);
    });
    return () => {
      isOver = true;
    };
  }, [proof, known, isAnswered]);
  return checked;
}

async function check(proof: AuditEntryProof, keys: readonly string[] | undefined): Promise<Checked> {
  const note = readNote(proof.checkpoint);
  // In a page that came by plain HTTP it is missing, whatever its type says.
  const canCompute = (globalThis.crypto as Partial<Crypto>).subtle !== undefined;
  if (!canCompute) return { note, canCompute, computed: undefined, isSigned: undefined };
  const signed = note && keys && (await isSigned(note, keys));
  return { note, canCompute, computed: await computeProof(proof), isSigned: signed };
}
