import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { backgroundClock } from '../../clock/clock.ts';
import { AuditError } from '../audit-error.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { assertKeyName, parseVerifierKey, verifierKey } from '../checkpoint/signing-key.ts';
import { ownActions, ownEntry, signingKeyRotation } from '../entry/own-entry.ts';
import { keyedHash } from '../keys/keyed-hash.ts';
import { TreeFiles } from '../merkle/tree-files.ts';
import { openAppendFile } from './append-file.ts';
import { Appender } from './appender.ts';
import type { AuditLog } from './audit-log.ts';
import { beginSegment } from './begin-segment.ts';
import { CheckpointStore, newestCheckpoint } from './checkpoint-store.ts';
import type { OpeningAuditLog } from './create-audit-log.ts';
import { createAuditLog } from './create-audit-log.ts';
import { lockFolder } from './folder-lock.ts';
import type { AuditLogOptions } from './options.ts';
import { recoverLog } from './recover.ts';
import { assertRetention } from './retention.ts';
import { SegmentIndex } from './segment-index.ts';

const defaultSegmentBytes = 16 * 1024 * 1024;

/**
 * Opens the log in a folder, as its only writer, and mends what a crash left. Throws an AuditError when another process has
 * it (`log_locked`), when entries that a checkpoint tells of are gone (`log_truncated`), when its end is not as it was
 * written (`log_damaged`), and when it was written with keys that are not given (`key_unknown`).
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const { folder, origin, keys, clock = backgroundClock, segmentBytes = defaultSegmentBytes, critical = [] } = options;
  assertKeyName(origin);
  assertRetention(options.retention ?? {});
  const present = keyedHash(keys.hmac);
  const known = [present, ...(keys.formerHmac ?? []).map(keyedHash)];
  const publicKeys = publicKeysOf(options);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  const tree = new TreeFiles(folder);
  let store: CheckpointStore | undefined;
  try {
    const newest = publicKeys.length === 0 ? undefined : await newestOrExplain(folder, publicKeys);
    const recovered = await recoverLog({ folder, origin, keys: known, tree, knownSize: newest?.size ?? 0 });
    const isNew = recovered.state.segment === 0;
    const state = isNew
      ? await beginSegment(recovered.state, { folder, origin, critical, nowMs: clock.now() })
      : recovered.state;
    const index = await SegmentIndex.read(folder);
    async function onSegment(segment: number): Promise<void> {
      await index.add(segment);
      void log.applyRetention().catch((error) => options.onWarning?.('old segments could not be deleted', error));
    }
    const appender = new Appender({
      ...{ folder, origin, clock, state, tree, segmentBytes, critical, openFile: options.openFile ?? openAppendFile },
      onSegment: ({ segment }) => onSegment(segment),
    });
    store = await CheckpointStore.open(folder);
    const log: OpeningAuditLog = createAuditLog({
      options,
      clock,
      lock,
      tree,
      index,
      appender,
      store,
      newest,
      publicKeys,
    });
    if (recovered.tornBytes > 0)
      await log.own(ownEntry(ownActions.recover, { segment: state.segment, tornBytes: recovered.tornBytes }));
    const signing = keys.signing;
    if (signing !== undefined && newest !== undefined && newest.keyId !== verifierKey(origin, signing).id) {
      await log.own(signingKeyRotation(newest.keyId, verifierKey(origin, signing)));
    }
    if (state.key.id !== present.id) await log.rotateKeys({ hmac: keys.hmac });
    await log.applyRetention();
    return log;
  } catch (error) {
    await store?.close();
    await tree.close();
    lock.release();
    throw error;
  }
}

function publicKeysOf({ keys, origin }: AuditLogOptions): VerifierKey[] {
  const former = (keys.formerPublic ?? []).map((key) => asVerifierKey(key, origin));
  return keys.signing === undefined ? former : [verifierKey(origin, keys.signing), ...former];
}

export function asVerifierKey(key: KeyObject | VerifierKey | string, origin: string): VerifierKey {
  if (typeof key === 'string') return parseVerifierKey(key);
  return 'name' in key ? key : verifierKey(origin, key);
}

/** A checkpoint that no known key has signed would no longer guard the end of the log: better to stop than to pass over it. */
async function newestOrExplain(folder: string, keys: readonly VerifierKey[]) {
  try {
    return await newestCheckpoint(folder, keys);
  } catch (cause) {
    const hint =
      'Give the public key of before as keys.formerPublic. If no key is missing, the checkpoint was changed: keep the folder as evidence.';
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError('key_unknown', `The newest checkpoint in ${folder} cannot be opened. ${why}`, hint, { cause });
  }
}
