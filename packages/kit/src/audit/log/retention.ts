import { rm, stat } from 'node:fs/promises';
import { AuditError } from '../audit-error.ts';
import { Frontier } from '../merkle/frontier.ts';
import { syncFolder } from './append-file.ts';
import { criticalPath } from './segment.ts';
import type { IndexedSegment } from './segment-index.ts';

export interface RetentionOptions {
  /** Segments whose newest entry is older are deleted. Default: never. */
  readonly maxAgeMs?: number;
  /** The oldest segments are deleted when all together are larger. Default: no limit. */
  readonly maxBytes?: number;
  /** No entry is deleted earlier, whatever the other limits say. Default 0. */
  readonly legalMinimumMs?: number;
}

export interface RetentionPlan {
  readonly segments: readonly IndexedSegment[];
  /** What the deletion leaves in the log: enough to tell that all was there. */
  readonly record: Readonly<Record<string, unknown>> | undefined;
  /** Segments that are beyond a limit and are kept for the legal minimum. */
  readonly held: number;
}

export function assertRetention({ maxAgeMs, legalMinimumMs = 0 }: RetentionOptions): void {
  if (maxAgeMs === undefined || maxAgeMs >= legalMinimumMs) return;
  throw new AuditError(
    'options_invalid',
    `Audit entries are to be deleted after ${days(maxAgeMs)}, and must be kept for ${days(legalMinimumMs)}.`,
    'Keep them at least as long as the legal minimum.',
  );
}

/**
 * Which of the oldest segments may go; never the last. The age of a segment counts from the latest time of any entry up to
 * its end, so that entries of a clock that was behind do not look old.
 */
export async function planRetention(
  all: readonly IndexedSegment[],
  { maxAgeMs = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, legalMinimumMs = 0 }: RetentionOptions,
  nowMs: number,
): Promise<RetentionPlan> {
  const sizes = await Promise.all(all.map(async ({ path }) => (await stat(path)).size));
  let bytes = sizes.reduce((sum, size) => sum + size, 0);
  const going: IndexedSegment[] = [];
  let held = 0;
  for (const [at, segment] of all.slice(0, -1).entries()) {
    const latestTime = all[at + 1]?.header.latestTime;
    const ageMs = typeof latestTime === 'string' ? nowMs - Date.parse(latestTime) : 0;
    if (ageMs <= maxAgeMs && bytes <= maxBytes) break;
    bytes -= sizes[at] ?? 0;
    if (ageMs < legalMinimumMs) held += 1;
    else if (held === 0) going.push(segment);
  }
  return { segments: going, record: recordOf(going, all[going.length]), held };
}

function recordOf(going: readonly IndexedSegment[], next: IndexedSegment | undefined): RetentionPlan['record'] {
  const [first, last] = [going[0], going.at(-1)];
  if (first === undefined || last === undefined || next === undefined) return undefined;
  const treeSize = next.header.firstSequence - 1;
  const root = new Frontier(
    treeSize,
    next.header.frontier.map((hash) => Buffer.from(hash, 'hex')),
  ).root();
  return {
    ...{ fromSegment: first.number, throughSegment: last.number },
    ...{ fromSequence: first.header.firstSequence, throughSequence: treeSize },
    ...{ treeSize, root: root.toString('base64'), latestTime: next.header.latestTime },
  };
}

/** After the record of it is durable. */
export async function deleteSegments(folder: string, segments: readonly IndexedSegment[]): Promise<void> {
  for (const { number, path } of segments) {
    await rm(path, { force: true });
    await rm(criticalPath(folder, number), { force: true });
  }
  await syncFolder(folder);
}

function days(ms: number): string {
  return `${Math.round((ms / 86_400_000) * 100) / 100} days`;
}
