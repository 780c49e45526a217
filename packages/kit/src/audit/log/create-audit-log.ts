import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import { AuditError } from '../audit-error.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { verifierKey } from '../checkpoint/signing-key.ts';
import type { AuditReceipt, NewAuditEntry } from '../entry/entry.ts';
import { entryDrafter } from '../entry/entry-draft.ts';
import { ownActions, ownEntry, ownType, signingKeyRotation } from '../entry/own-entry.ts';
import { exportEntries } from '../export/export.ts';
import type { HmacKey } from '../keys/keyed-hash.ts';
import { keyedHash } from '../keys/keyed-hash.ts';
import type { TreeFiles } from '../merkle/tree-files.ts';
import { verifyAuditLog } from '../verify/verify.ts';
import type { Appender } from './appender.ts';
import type { AuditLog, RetentionOutcome } from './audit-log.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { Checkpointer } from './checkpointer.ts';
import type { FolderLock } from './folder-lock.ts';
import { listEntries } from './list-entries.ts';
import type { AuditLogOptions } from './options.ts';
import { proveConsistency, proveEntry } from './proofs.ts';
import { deleteSegments, planRetention } from './retention.ts';
import type { SegmentIndex } from './segment-index.ts';

/** What the log needs of itself while it is opened. */
export interface OpeningAuditLog extends AuditLog {
  own(entry: NewAuditEntry): Promise<AuditReceipt>;
}

export interface AuditLogParts {
  readonly options: AuditLogOptions;
  readonly clock: Clock;
  readonly lock: FolderLock;
  readonly tree: TreeFiles;
  readonly index: SegmentIndex;
  readonly appender: Appender;
  readonly store: CheckpointStore;
  readonly newest: SignedCheckpoint | undefined;
  readonly publicKeys: readonly VerifierKey[];
}

export function createAuditLog(parts: AuditLogParts): OpeningAuditLog {
  const { options, clock, lock, tree, index, appender } = parts;
  const { folder, origin } = options;
  const draft = entryDrafter(options.redact);
  const hmacKeys: HmacKey[] = [options.keys.hmac, ...(options.keys.formerHmac ?? [])];
  const publicKeys = [...parts.publicKeys];
  const checkpointer = new Checkpointer({ ...parts, state: () => appender.state });
  let readers = 0;
  let deleting: Promise<RetentionOutcome> | undefined;
  let closing: Promise<void> | undefined;

  /** While someone reads, no segment is deleted under their hands. */
  async function reading<T>(read: () => Promise<T>): Promise<T> {
    readers += 1;
    try {
      return await read();
    } finally {
      readers -= 1;
    }
  }

  async function own(entry: NewAuditEntry): Promise<AuditReceipt> {
    if (closing !== undefined) throw closed(folder);
    const receipt = await appender.append(draft(entry, clock.now()));
    checkpointer.appended();
    return receipt;
  }

  async function append(entry: NewAuditEntry): Promise<AuditReceipt> {
    if (entry.type === ownType) throw reserved();
    return own(entry);
  }

  function listed() {
    const { segment, bytes } = appender.state;
    return { segments: index.all, lastSegment: segment, lastBytes: bytes };
  }

  /** A checkpoint whose tree holds `sequence`: the newest, or a new one. */
  async function covering(sequence: number): Promise<SignedCheckpoint> {
    const { newest } = checkpointer;
    return newest !== undefined && newest.size >= sequence ? newest : checkpointer.make();
  }

  async function rotateKeys({ hmac, signing }: { hmac?: HmacKey; signing?: KeyObject }): Promise<void> {
    if (signing !== undefined) {
      const key = verifierKey(origin, signing);
      const from = publicKeys[0]?.id;
      await own(signingKeyRotation(from, key));
      // The last one by the old key vouches for the new key, whose id stands in the log.
      if (from !== undefined && checkpointer.canSign) await checkpointer.make();
      publicKeys.unshift(key);
      checkpointer.use(signing);
    }
    if (hmac === undefined) return;
    const key = keyedHash(hmac);
    await appender.exclusive(async () => {
      const from = appender.state.key.id;
      await appender.writeNow(draft(ownEntry(ownActions.rotateKey, { kind: 'hmac', from, to: key.id }), clock.now()));
      await appender.rotate(key);
    });
    if (!hmacKeys.some((known) => keyedHash(known).id === key.id)) hmacKeys.unshift(hmac);
  }

  /** One at a time: deleting writes an entry, which may begin a segment, which asks again. */
  function applyRetention(): Promise<RetentionOutcome> {
    deleting ??= deleteOld().finally(() => {
      deleting = undefined;
    });
    return deleting;
  }

  async function deleteOld(): Promise<RetentionOutcome> {
    if (options.retention === undefined || readers > 0 || closing !== undefined) return { deleted: [], held: 0 };
    const { segments, record, held } = await planRetention(index.all, options.retention, clock.now());
    if (record === undefined) return { deleted: [], held };
    if (checkpointer.canSign) await checkpointer.make();
    await own(ownEntry(ownActions.deleteSegments, record));
    index.dropThrough(segments.at(-1)?.number ?? 0);
    await deleteSegments(folder, segments);
    return { deleted: segments.map(({ number }) => number), held };
  }

  async function close(): Promise<void> {
    await deleting?.catch(() => undefined);
    await appender.exclusive(async () => undefined);
    await checkpointer.close();
    await appender.close();
    await tree.close();
    lock.release();
  }

  return {
    get size() {
      return appender.state.sequence;
    },
    append,
    own,
    list: (filter = {}) => reading(() => listEntries(listed(), filter)),
    checkpoint: () => checkpointer.make(),
    verify: (o = {}) =>
      reading(() => {
        const { segment, bytes, sequence } = appender.state;
        return verifyAuditLog({
          ...o,
          folder,
          origin,
          hmacKeys,
          publicKeys,
          until: { segment, bytes, size: sequence },
        });
      }),
    async *export(range = {}) {
      readers += 1;
      try {
        const checkpoint = await checkpointer.make();
        await appender.exclusive(async () => undefined);
        yield* exportEntries({ log: listed(), checkpoint, publicKeys, read: tree.read, range });
      } finally {
        readers -= 1;
      }
    },
    proof: (sequence) =>
      reading(async () => {
        const checkpoint = await covering(sequence);
        await appender.exclusive(async () => undefined);
        return proveEntry(listed(), tree.read, sequence, checkpoint);
      }),
    async consistency(from, to) {
      await appender.exclusive(async () => undefined);
      return proveConsistency(tree.read, from, to, appender.state.sequence);
    },
    rotateKeys,
    applyRetention,
    sinks: () => checkpointer.sinks(),
    publicKeys: () => publicKeys,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function closed(folder: string): AuditError {
  return new AuditError(
    'log_closed',
    `The audit log in ${folder} is closed.`,
    'Append before close, and close it last.',
  );
}

function reserved(): AuditError {
  return new AuditError('entry_invalid', `The type ${ownType} is the log's own.`, 'Use another type for your entries.');
}
