import { claimedSequence } from '../entry/chain-line.ts';
import type { AuditEntry, AuditResult } from '../entry/entry.ts';
import { readLines, readLinesBackward } from './read-lines.ts';
import type { IndexedSegment } from './segment-index.ts';

export interface AuditFilter {
  /** Milliseconds since the epoch, compared with the time that the entry has. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  readonly type?: string | undefined;
  readonly actor?: string | undefined;
  /** Whole, or with `*` at its end: `deployment.*`. */
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly result?: AuditResult | undefined;
  /** Stands anywhere in the entry, whatever the case of its letters. */
  readonly text?: string | undefined;
  /** Default `newest` first. */
  readonly order?: 'newest' | 'oldest' | undefined;
  /** Default 100. */
  readonly limit?: number | undefined;
  /** Of the answer before: goes on after it. */
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Undefined when there are no more. */
  readonly cursor: string | undefined;
}

/** Up to where the log was written when the question came. */
export interface ListedLog {
  readonly segments: readonly IndexedSegment[];
  readonly lastSegment: number;
  readonly lastBytes: number;
}

const defaultLimit = 100;

/** Lines are sieved as bytes; only those that may fit are parsed. */
export async function listEntries(log: ListedLog, filter: AuditFilter): Promise<AuditPage> {
  const { order = 'newest', limit = defaultLimit, signal } = filter;
  const after = filter.cursor === undefined ? undefined : Number(filter.cursor);
  const fits = matcher(filter);
  const entries: AuditEntry[] = [];
  for await (const lines of order === 'newest' ? linesBackward(log, after) : linesForward(log, after)) {
    signal?.throwIfAborted();
    for (const line of lines) {
      const sequence = claimedSequence(line);
      if (sequence === undefined) continue;
      if (after !== undefined && (order === 'newest' ? sequence >= after : sequence <= after)) continue;
      const entry = fits(line);
      if (entry === undefined) continue;
      if (entries.length >= limit) return { entries, cursor: String(entries.at(-1)?.sequence) };
      entries.push(entry);
    }
  }
  return { entries, cursor: undefined };
}

async function* linesBackward({ segments, lastSegment, lastBytes }: ListedLog, before = Number.POSITIVE_INFINITY) {
  for (const { number, path, header } of segments.toReversed()) {
    if (header.firstSequence >= before || number > lastSegment) continue;
    yield* readLinesBackward(path, number === lastSegment ? lastBytes : undefined);
  }
}

async function* linesForward({ segments, lastSegment, lastBytes }: ListedLog, after = 0) {
  for (const [at, { number, path }] of segments.entries()) {
    if ((segments[at + 1]?.header.firstSequence ?? Number.POSITIVE_INFINITY) <= after || number > lastSegment) continue;
    for await (const lines of readLines(path, number === lastSegment ? lastBytes : undefined)) {
      yield lines.map(({ bytes }) => bytes);
    }
  }
}

function matcher(filter: AuditFilter): (line: Buffer) => AuditEntry | undefined {
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY, text, action } = filter;
  const fields = (['type', 'actor', 'resource', 'result'] as const).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value, written: Buffer.from(`"${name}":${JSON.stringify(value)}`) }];
  });
  const prefix = action?.endsWith('*') === true ? action.slice(0, -1) : undefined;
  const fitsAction = (value: string) =>
    action === undefined || (prefix === undefined ? value === action : value.startsWith(prefix));

  return (line) => {
    if (!fields.every(({ written }) => line.includes(written))) return undefined;
    if (text !== undefined && !line.toString().toLowerCase().includes(text.toLowerCase())) return undefined;
    const entry = parsed(line);
    if (entry === undefined || !fitsAction(entry.action)) return undefined;
    const timeMs = Date.parse(entry.time);
    const isInTime = timeMs >= sinceMs && timeMs <= untilMs;
    return isInTime && fields.every(({ name, value }) => entry[name] === value) ? entry : undefined;
  };
}

function parsed(line: Buffer): AuditEntry | undefined {
  try {
    return JSON.parse(line.toString()) as AuditEntry;
  } catch {
    return undefined;
  }
}
