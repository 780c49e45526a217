import { decodeRecord, levelOfLine, timeOfLine } from '../store/encode.ts';
import type { Found } from './best.ts';
import type { Matcher } from './filter.ts';
import { passesLevel } from './filter.ts';
import type { Order, Place } from './order.ts';

export interface BlockScan {
  readonly lines: Buffer;
  readonly segment: number;
  /** Of the first line, in the segment. */
  readonly offset: number;
  readonly matcher: Matcher;
  readonly order: Order;
  /** Asked before a line is parsed. */
  readonly wants: (place: Place) => boolean;
}

const newline = 0x0a;
/** Parsed between two breaths: a millisecond or two of work. A regular expression may take ten times as long. */
const bytesAtOnce = 256 * 1024;
const slowBytesAtOnce = 16 * 1024;

/**
 * The records of a block that match, in slices; between two of them the caller lets others work. Most lines are passed
 * over by their bytes alone.
 */
export function* scanBlock(scan: BlockScan): Generator<readonly Found[], void> {
  const { lines, matcher } = scan;
  const mostBytes = matcher.isSlow ? slowBytesAtOnce : bytesAtOnce;
  let slice: Found[] = [];
  let bytes = 0;
  for (const [from, to] of candidateLines(lines, matcher.lineHint, scan.order)) {
    const place = { timeMs: timeOfLine(lines, from), segment: scan.segment, offset: scan.offset + from };
    if (Number.isNaN(place.timeMs) || !passesLevel(matcher, levelOfLine(lines, from)) || !scan.wants(place)) continue;
    const record = decodeRecord(lines.toString('utf8', from, to));
    bytes += to - from;
    if (record !== undefined && matcher.matches(record)) slice.push({ ...place, record, bytes: to - from });
    if (bytes < mostBytes) continue;
    yield slice;
    [slice, bytes] = [[], 0];
  }
  yield slice;
}

/** Beginning and end of each line that can match. */
function candidateLines(lines: Buffer, hint: RegExp | undefined, order: Order): readonly (readonly [number, number])[] {
  const found = hint === undefined ? allLines(lines) : hintedLines(lines, hint);
  return order === 'newest' ? found.reverse() : found;
}

function allLines(lines: Buffer): [number, number][] {
  const found: [number, number][] = [];
  for (let from = 0; from < lines.length; ) {
    const to = lines.indexOf(newline, from);
    if (to === -1) break;
    found.push([from, to]);
    from = to + 1;
  }
  return found;
}

/** Latin-1 makes one character of each byte, so that places in the text are places in the bytes. */
function hintedLines(lines: Buffer, hint: RegExp): [number, number][] {
  const text = lines.toString('latin1');
  const found: [number, number][] = [];
  hint.lastIndex = 0;
  for (let hit = hint.exec(text); hit !== null; hit = hint.exec(text)) {
    const to = lines.indexOf(newline, hit.index);
    if (to === -1) break;
    found.push([lines.lastIndexOf(newline, hit.index) + 1, to]);
    hint.lastIndex = to + 1;
  }
  return found;
}
