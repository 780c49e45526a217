import type { KeyObject } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { parseVerifierKey } from '../checkpoint/signing-key.ts';
import { deletedThrough } from '../entry/own-entry.ts';
import { keyedHash } from '../keys/keyed-hash.ts';
import { readLines } from '../log/read-lines.ts';
import type { Segment } from '../log/segment.ts';
import { listSegments } from '../log/segment.ts';
import type { WalkedEntry } from './chain-walker.ts';
import { ChainWalker } from './chain-walker.ts';
import { CheckpointComparison } from './checkpoint-comparison.ts';
import { knownCheckpoints } from './checkpoint-list.ts';
import { CriticalCopies } from './critical-copies.ts';
import { Findings } from './finding.ts';
import type { VerifyReport } from './report.ts';
import { reportOf } from './report.ts';
import { TreeComparison } from './tree-comparison.ts';

export interface VerifyOptions {
  readonly folder: string;
  /** The HMAC key, and those that were used before it. */
  readonly hmacKeys: readonly (KeyObject | Buffer)[];
  /** Whose signatures on checkpoints count, as keys or as `name+id+base64`. Without any, no checkpoint is compared. */
  readonly publicKeys?: readonly (VerifierKey | string)[];
  /** The log that it should be. */
  readonly origin?: string | undefined;
  /** Checkpoints that were kept elsewhere, as whole notes: they show what the stored ones cannot, that all was put back. */
  readonly checkpoints?: readonly string[];
  /** How far to read, for a log that is being written; stored checkpoints of more entries are newer than that. */
  readonly until?: { readonly segment: number; readonly bytes: number; readonly size: number } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads all segments once, with bounded memory, and tells everything that is not as it was written, with its place. Writes
 * nothing and needs no lock. Throws when a given checkpoint or key cannot be used, or the folder cannot be read.
 */
export async function verifyAuditLog(options: VerifyOptions): Promise<VerifyReport> {
  const startedMs = performance.now();
  const { folder, origin, signal, until } = options;
  const findings = new Findings();
  const publicKeys = (options.publicKeys ?? []).map((key) => (typeof key === 'string' ? parseVerifierKey(key) : key));
  const known = await knownCheckpoints(folder, options.checkpoints ?? [], publicKeys, findings);
  const checkpoints = known.filter(({ source, size }) => source === 'given' || size <= (until?.size ?? size));
  const comparison = new CheckpointComparison(checkpoints);
  const tree = await TreeComparison.open(folder);
  const critical = new CriticalCopies();
  const deletion = { through: 0 };
  const keys = new Map(options.hmacKeys.map((key) => keyedHash(key)).map(({ id, hash }) => [id, hash]));
  const newest = checkpoints.at(-1);

  function onEntry(entry: WalkedEntry): void {
    const { segment, line, sequence, leaf, bytes } = entry;
    if (walker.firstSegment !== 1) deletion.through = Math.max(deletion.through, deletedThrough(bytes) ?? 0);
    critical.entry(entry, walker.header?.critical ?? []);
    if (leaf === undefined || walker.frontier === undefined) return;
    tree.add(leaf, { segment, line, sequence });
    comparison.entry(walker.frontier, { segment, line, sequence });
  }

  const walker = new ChainWalker({ keys, origin, findings, knownSize: newest?.size ?? 0, onEntry });
  const segments = (await listSegments(folder)).filter(({ number }) => number <= (until?.segment ?? number));
  let bytes = 0;
  try {
    for (const [index, segment] of segments.entries()) {
      const end = segment.number === until?.segment ? until.bytes : segment.bytes;
      bytes += end;
      walker.beginSegment(segment.number);
      critical.beginSegment();
      for await (const lines of readLines(segment.path, end)) {
        signal?.throwIfAborted();
        for (const line of lines) walker.line(line.bytes, line.isWhole);
        await tree.compare();
      }
      walker.endSegment(index === segments.length - 1);
      if (until?.segment !== segment.number) await critical.endSegment(folder, segment.number, findings);
    }
  } finally {
    await tree.close();
  }
  walker.finish();
  comparison.tell(findings, tree.differing);
  tellUndeclaredDeletion(segments, deletion.through, findings);
  return reportOf({ findings, walker, comparison, newest, segments: segments.length, bytes, startedMs });
}

/** The oldest segments may be gone, when an entry says that they were deleted for their age. */
function tellUndeclaredDeletion([first]: readonly Segment[], through: number, findings: Findings): void {
  if (first === undefined || first.number - 1 <= through) return;
  const missing =
    first.number - through === 2 ? `Segment ${through + 1} is` : `Segments ${through + 1} to ${first.number - 1} are`;
  const message = `${missing} missing, and no entry says that retention deleted them.`;
  findings.add({ kind: 'missing_segment', segment: through + 1, line: 1, message });
}
