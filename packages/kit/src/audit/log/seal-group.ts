import { sealLine } from '../entry/chain-line.ts';
import type { AuditReceipt } from '../entry/entry.ts';
import type { EntryDraft } from '../entry/entry-draft.ts';
import type { TreeFiles } from '../merkle/tree-files.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import type { LogState } from './log-state.ts';

/** Entries as they go to the disk together, and the log's state once they are there. */
export interface SealedGroup {
  readonly state: LogState;
  readonly lines: readonly Buffer[];
  /** Those of the lines that are written a second time. */
  readonly critical: readonly Buffer[];
  readonly receipts: readonly AuditReceipt[];
}

/** Links the entries to the chain, one after the other; the tree is told of its new nodes. */
export function sealGroup(
  before: LogState,
  drafts: readonly EntryDraft[],
  isCritical: (type: string) => boolean,
  onNode: TreeFiles['onNode'],
): SealedGroup {
  let { sequence, hash, bytes, latestTimeMs } = before;
  const frontier = before.frontier.copy();
  const [lines, critical, receipts] = [[] as Buffer[], [] as Buffer[], [] as AuditReceipt[]];
  for (const draft of drafts) {
    sequence += 1;
    const sealed = sealLine(`"sequence":${sequence},${draft.fields}`, hash, before.key.hash);
    hash = sealed.hash;
    bytes += sealed.line.length;
    latestTimeMs = Math.max(latestTimeMs ?? Number.NEGATIVE_INFINITY, Date.parse(draft.time));
    frontier.append(leafHash(sealed.line.subarray(0, -1)), onNode);
    lines.push(sealed.line);
    if (isCritical(draft.type)) critical.push(sealed.line);
    receipts.push({ sequence, time: draft.time, hash });
  }
  return { state: { ...before, sequence, hash, bytes, latestTimeMs, frontier }, lines, critical, receipts };
}
