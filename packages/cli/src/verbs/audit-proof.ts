import { resolve } from 'node:path';
import { CliError } from '../failure.ts';
import type { Invocation } from '../verb.ts';
import type { KeyOptions } from './audit-key.ts';
import { trustedKey } from './audit-key.ts';
import { textOf } from './audit-verify.ts';

interface ProofOptions extends KeyOptions {
  readonly sinceCheckpoint?: string;
}

export async function proof(call: Invocation<ProofOptions>): Promise<undefined> {
  const [sequence] = call.args;
  const { sinceCheckpoint } = call.options;
  if ((sequence === undefined) === (sinceCheckpoint === undefined)) {
    throw new CliError('usage', 'Give either the number of an entry, or --since-checkpoint.', {});
  }
  await told(() => (sinceCheckpoint === undefined ? ofEntry(sequence ?? '', call) : ofGrowth(sinceCheckpoint, call)));
}

/** The path from the line to the signed root is computed here; the server only delivers what is needed for it. */
async function ofEntry(text: string, call: Invocation<ProofOptions>): Promise<void> {
  const sequence = Number(text);
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    throw new CliError('usage', `"${text}" is no number of an entry.`, {});
  const { checkEntryProof } = await import('@seaworthy/server/audit');
  const { keys, from } = await trustedKey(call);
  const given = await call.connect().client.call('auditEntryProof', { params: { sequence } });
  if (given.sequence !== sequence)
    throw new CliError('audit_unproven', `Asked for entry ${sequence}, the server proved ${given.sequence}.`);
  const { size, keyId, origin } = checkEntryProof(given, keys);
  const document = { proven: true, origin, keyId, keyFrom: from, ...given };
  call.output.answer(document, (style) =>
    [
      `${style.good('Proven')}: entry ${sequence} is in the log ${origin} of ${size} entries, signed by key ${keyId}.`,
      `Computed here from the line and ${given.hashes.length} hashes:`,
      given.line,
    ].join('\n'),
  );
}

async function ofGrowth(file: string, call: Invocation<ProofOptions>): Promise<void> {
  const { checkConsistency, openSigned, splitNotes } = await import('@seaworthy/server/audit');
  const path = resolve(call.host.cwd, file);
  const note = splitNotes(textOf(path)).at(-1);
  if (note === undefined) throw new CliError('usage', `${path} holds no checkpoint.`, {});
  const { keys, from } = await trustedKey(call);
  const earlier = openSigned(note, keys);
  const given = await call.connect().client.call('auditConsistency', { query: { from: earlier.size } });
  const later = openSigned(given.checkpoint ?? '', keys);
  checkConsistency(given, earlier, later);
  const document = {
    proven: true,
    from: earlier.size,
    to: later.size,
    origin: later.origin,
    keyFrom: from,
    checkpoint: later.note,
  };
  call.output.answer(document, (style) =>
    [
      `${style.good('Proven')}: the ${earlier.size} entries of the earlier checkpoint stand unchanged at the beginning of the ${later.size} of now.`,
      `Both are signed for ${later.origin}; computed here from ${given.hashes.length} hashes.`,
    ].join('\n'),
  );
}

export async function checkpoint(call: Invocation<KeyOptions>): Promise<undefined> {
  await told(async () => {
    const { openSigned } = await import('@seaworthy/server/audit');
    const { keys, from } = await trustedKey(call);
    const given = await call.connect().client.call('auditCheckpoint', {});
    const { size, origin, keyId } = openSigned(given.note, keys);
    call.output.note(`${size} entries, signed by key ${keyId}; the signature was checked here.`);
    call.output.answer({ ...given, origin, keyFrom: from }, () => given.note.trimEnd());
  });
}

/** What does not prove what it should is a failure of its own: never an error of the program. */
async function told(work: () => Promise<void>): Promise<void> {
  const { AuditError } = await import('@seaworthy/server/audit');
  try {
    await work();
  } catch (error) {
    if (error instanceof AuditError) throw new CliError('audit_unproven', error.message, { hint: error.hint });
    throw error;
  }
}
