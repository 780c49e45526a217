import { performance } from 'node:perf_hooks';
import type { ChainWalker } from './chain-walker.ts';
import type { CheckpointComparison } from './checkpoint-comparison.ts';
import type { KnownCheckpoint } from './checkpoint-list.ts';
import type { Finding, Findings } from './finding.ts';

/** `not_compared`: something before it is damaged, or its entries were deleted by retention. */
export type CheckpointVerdict = 'agrees' | 'differs' | 'not_compared';

export interface VerifyReport {
  /** Nothing was found. What could not be looked at stands in `unproven`. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** How many more findings there were. */
  readonly findingsOmitted: number;
  readonly segments: number;
  readonly entries: number;
  readonly bytes: number;
  readonly firstSequence: number | undefined;
  readonly lastSequence: number | undefined;
  /** Root of the Merkle tree over all entries, base64; undefined when something before the end is damaged. */
  readonly root: string | undefined;
  /** The newest checkpoint at hand, and whether the log agrees with it. */
  readonly checkpoint:
    | {
        readonly size: number;
        readonly source: 'given' | 'stored';
        readonly keyId: string;
        readonly verdict: CheckpointVerdict;
      }
    | undefined;
  /** Bytes of a line that a crash cut off before it was acknowledged. */
  readonly tornBytes: number;
  readonly durationMs: number;
  /** What this verification does not show, in words. */
  readonly unproven: readonly string[];
}

interface Verified {
  readonly findings: Findings;
  readonly walker: ChainWalker;
  readonly comparison: CheckpointComparison;
  readonly newest: KnownCheckpoint | undefined;
  readonly segments: number;
  readonly bytes: number;
  readonly startedMs: number;
}

export function reportOf({ findings, walker, comparison, newest, segments, bytes, startedMs }: Verified): VerifyReport {
  const kept = findings.inOrder();
  const lastSequence = walker.entries === 0 ? undefined : walker.next - 1;
  return {
    ok: findings.count === 0,
    findings: kept,
    findingsOmitted: findings.count - kept.length,
    segments,
    entries: walker.entries,
    bytes,
    firstSequence: walker.firstSequence,
    lastSequence,
    root: walker.frontier?.root().toString('base64'),
    checkpoint: newest && {
      ...{ size: newest.size, source: newest.source, keyId: newest.keyId },
      verdict: verdictOf(newest, comparison),
    },
    tornBytes: walker.tornBytes,
    durationMs: performance.now() - startedMs,
    unproven: unproven(newest, walker),
  };
}

function verdictOf({ size }: KnownCheckpoint, { agreed, mismatch }: CheckpointComparison): CheckpointVerdict {
  if (mismatch !== undefined) return 'differs';
  return agreed?.size === size ? 'agrees' : 'not_compared';
}

function unproven(newest: KnownCheckpoint | undefined, walker: ChainWalker): string[] {
  const last = walker.next - 1;
  const told: string[] = [];
  if (newest === undefined) {
    told.push('Without a checkpoint, an end that was cut off is not seen, nor a rewrite by one who has the HMAC key.');
  } else {
    if (newest.size < last) {
      told.push(`Entries after ${newest.size}, which no checkpoint covers: that there were not more of them.`);
    }
    if (newest.source === 'stored') {
      told.push(
        'That the folder was not put back as a whole to an earlier state: for that, give a checkpoint kept elsewhere.',
      );
    }
  }
  if ((walker.firstSegment ?? 1) > 1) told.push('What stood in the segments that retention deleted.');
  if (walker.tornBytes > 0)
    told.push(`What the torn last line said: ${walker.tornBytes} bytes that were never acknowledged.`);
  return told;
}

const verdictWords: Readonly<Record<CheckpointVerdict, string>> = {
  agrees: 'It agrees with',
  differs: 'It does not agree with',
  not_compared: 'It could not be compared with',
};

/** The report as people read it. */
export function formatVerifyReport(report: VerifyReport): string {
  const { ok, findings, findingsOmitted, checkpoint, entries, segments, firstSequence, lastSequence } = report;
  const range = firstSequence === undefined ? '' : ` (${firstSequence} to ${lastSequence})`;
  const head = `${ok ? 'The audit log is whole' : 'THE AUDIT LOG IS NOT WHOLE'}: ${entries} entries${range} in ${segments} segments.`;
  const found = findings.map(
    (finding) => `  ${placeOf(finding)}${finding.kind.replaceAll('_', ' ')}: ${finding.message}`,
  );
  const more = findingsOmitted > 0 ? [`  … and ${findingsOmitted} more.`] : [];
  const agreement =
    checkpoint === undefined
      ? []
      : [
          `${verdictWords[checkpoint.verdict]} the ${checkpoint.source} checkpoint of ${checkpoint.size} entries, signed by key ${checkpoint.keyId}.`,
        ];
  const limits =
    report.unproven.length === 0 ? [] : ['Not shown by this:', ...report.unproven.map((text) => `  ${text}`)];
  return [head, ...found, ...more, ...agreement, ...limits].map((line) => `${line}\n`).join('');
}

function placeOf({ segment, line, sequence, throughSequence }: Finding): string {
  if (segment === undefined) return '';
  const place = line === undefined ? `segment ${segment}` : `segment ${segment}, line ${line}`;
  if (sequence === undefined) return `${place}: `;
  const through = throughSequence === undefined || throughSequence === sequence ? '' : ` to ${throughSequence}`;
  return `${place}, sequence ${sequence}${through}: `;
}
