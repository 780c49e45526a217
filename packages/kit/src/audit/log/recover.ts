import { readdir, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../audit-error.ts';
import { timeOfLine } from '../entry/time-of-line.ts';
import type { IdentifiedHash } from '../keys/keyed-hash.ts';
import { Frontier } from '../merkle/frontier.ts';
import type { TreeFiles } from '../merkle/tree-files.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import type { WalkedEntry } from '../verify/chain-walker.ts';
import { ChainWalker } from '../verify/chain-walker.ts';
import { typeOf } from '../verify/critical-copies.ts';
import { Findings } from '../verify/finding.ts';
import { writeDurably } from './append-file.ts';
import type { LogState } from './log-state.ts';
import { emptyState } from './log-state.ts';
import { readLines } from './read-lines.ts';
import type { Segment } from './segment.ts';
import { criticalPath, listSegments } from './segment.ts';

export interface RecoverOptions {
  readonly folder: string;
  readonly origin: string;
  /** The present key first. */
  readonly keys: readonly IdentifiedHash[];
  readonly tree: TreeFiles;
  /** So many entries there must be. */
  readonly knownSize: number;
}

export interface Recovered {
  readonly state: LogState;
  /** Bytes of a last line that was never acknowledged, and is cut now. */
  readonly tornBytes: number;
}

/**
 * Finds where the log ends, from its last segment alone, and mends what a crash left: a torn line is cut, hashes and copies
 * that are behind are made again. Damage that no crash can have done is thrown: nothing is ever written after it.
 */
export async function recoverLog(options: RecoverOptions): Promise<Recovered> {
  const { folder, keys, knownSize, tree } = options;
  for (const name of await readdir(folder)) if (name.endsWith('.new')) await rm(path.join(folder, name));
  const segments = await listSegments(folder);
  const last = segments.at(-1);
  const [present] = keys;
  if (present === undefined) throw new TypeError('an audit log needs a key');
  if (last !== undefined) return recoverFrom(last, segments, options);
  if (knownSize > 0) throw truncated(folder, `A checkpoint tells of ${knownSize} entries, and there are none.`);
  await tree.cutTo(0);
  return { state: emptyState(present), tornBytes: 0 };
}

async function recoverFrom(last: Segment, segments: readonly Segment[], options: RecoverOptions): Promise<Recovered> {
  const { folder, origin, keys, tree, knownSize } = options;
  const findings = new Findings();
  const leaves: Buffer[] = [];
  const critical: Buffer[] = [];
  let latestTimeMs: number | undefined;

  function onEntry({ bytes, leaf }: WalkedEntry): void {
    if (leaf !== undefined) leaves.push(leaf);
    latestTimeMs = Math.max(latestTimeMs ?? Number.NEGATIVE_INFINITY, timeOfLine(bytes));
    if (walker.header?.critical.includes(typeOf(bytes)) === true) critical.push(Buffer.from(bytes), newline);
  }

  const hashes = new Map(keys.map(({ id, hash }) => [id, hash]));
  const walker = new ChainWalker({ keys: hashes, origin, findings, knownSize, onEntry });
  walker.beginSegment(last.number);
  for await (const lines of readLines(last.path)) for (const line of lines) walker.line(line.bytes, line.isWhole);
  walker.endSegment(true);
  walker.finish();
  const { header, last: hash, frontier, tornBytes } = walker;
  const [damage] = findings.inOrder();
  if (damage?.kind === 'truncated') throw truncated(folder, damage.message);
  const key = keys.find(({ id }) => id === header?.key);
  if (
    damage !== undefined ||
    header === undefined ||
    hash === undefined ||
    frontier === undefined ||
    key === undefined
  ) {
    throw damaged(
      folder,
      damage === undefined ? '' : ` Segment ${damage.segment}, line ${damage.line}: ${damage.message}`,
    );
  }
  if (tornBytes > 0) await truncate(last.path, last.bytes - tornBytes);
  if (critical.length > 0) await writeDurably(folder, criticalPath(folder, last.number), Buffer.concat(critical));
  await mendTree(tree, new Frontier(header.firstSequence - 1, header.frontier.map(fromHex)), leaves, segments);
  const earlierMs = header.latestTime === null ? Number.NEGATIVE_INFINITY : Date.parse(header.latestTime);
  const latest = Math.max(latestTimeMs ?? Number.NEGATIVE_INFINITY, earlierMs);
  const bytes = last.bytes - tornBytes;
  const time = Number.isFinite(latest) ? latest : undefined;
  const state = { segment: last.number, bytes, sequence: walker.next - 1, hash, frontier, latestTimeMs: time, key };
  return { state, tornBytes };
}

/** The hashes of the last segment are always written anew; all of them, when older ones are missing and can be made. */
async function mendTree(tree: TreeFiles, begun: Frontier, leaves: readonly Buffer[], segments: readonly Segment[]) {
  const isWhole = await tree.cutTo(begun.size);
  if (isWhole || segments[0]?.number !== 1) {
    for (const leaf of leaves) begun.append(leaf, tree.onNode);
    await tree.write();
    return;
  }
  await tree.cutTo(0);
  const frontier = new Frontier();
  for (const segment of segments) {
    for await (const lines of readLines(segment.path)) {
      for (const { bytes, at, isWhole } of lines) if (at > 0 && isWhole) frontier.append(leafHash(bytes), tree.onNode);
      await tree.write();
    }
  }
}

const newline = Buffer.from('\n');

function fromHex(hash: string): Buffer {
  return Buffer.from(hash, 'hex');
}

function truncated(folder: string, message: string): AuditError {
  return new AuditError('log_truncated', `The audit log in ${folder} has lost entries. ${message}`, keepAndBeginAnew);
}

function damaged(folder: string, message: string): AuditError {
  return new AuditError(
    'log_damaged',
    `The audit log in ${folder} is not as it was written.${message}`,
    keepAndBeginAnew,
  );
}

const keepAndBeginAnew =
  'Keep the folder as evidence (move it aside), verify it for the whole account, and begin a new log in an empty folder.';
