import { readFile, truncate } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Labels } from '../../labels/labels.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import type { StorageProblem } from '../problem.ts';
import { readSamples, readSeries } from './commit-record.ts';
import { readFrame } from './frame.ts';
import type { SegmentFile } from './segments.ts';

/** After so much, some tens of milliseconds, other work has its turn. */
const BYTES_A_TURN = 1 << 18;

export type PutSample<Series> = (series: Series, timestampMs: number, high: number, low: number) => void;

export interface Replayed {
  /** Time of the newest sample in the segment; -Infinity for none. */
  readonly newestMs: number;
  readonly bytes: number;
  readonly problems: readonly StorageProblem[];
}

/**
 * Gives every sample of a segment to `put`, in the order of its commits. A record that is damaged is passed over and
 * named; behind the last good record of the log's last segment it is taken for a write cut short, and cut off.
 */
export async function replaySegment<Series>(
  segment: SegmentFile,
  isLast: boolean,
  seriesOf: (labels: Labels) => Series | undefined,
  put: PutSample<Series>,
): Promise<Replayed> {
  const bytes = await readFile(segment.path);
  const reading = new SegmentReading(segment.path, seriesOf, put);
  let at = 0;
  let turn = 0;
  while (at < bytes.length) {
    if (at - turn >= BYTES_A_TURN) {
      turn = at;
      await nextTurn();
    }
    const frame = readFrame(bytes, at);
    if ('payload' in frame) reading.record(frame.payload, at);
    else if (isLast && frame.next === bytes.length) {
      await truncate(segment.path, at);
      reading.note('torn', at, bytes.length - at, `${frame.damage}: a write that a crash cut short; removed`);
      return reading.result(at);
    } else reading.note('damaged', at, frame.next - at, `${frame.damage}; the records behind it are served`);
    at = frame.next;
  }
  return reading.result(bytes.length);
}

class SegmentReading<Series> {
  readonly #series = new Map<number, Series | undefined>();
  readonly #problems: StorageProblem[] = [];
  #newestMs = -Infinity;

  constructor(
    readonly file: string,
    readonly seriesOf: (labels: Labels) => Series | undefined,
    readonly put: PutSample<Series>,
  ) {}

  record(payload: Uint8Array, offset: number): void {
    let unknown = 0;
    try {
      const reader = new ByteReader(payload);
      readSeries(reader, (id, labels) => this.#series.set(id, this.seriesOf(labels)));
      readSamples(reader, (id, timestampMs, high, low) => {
        const series = this.#series.get(id);
        if (timestampMs > this.#newestMs) this.#newestMs = timestampMs;
        if (series) this.put(series, timestampMs, high, low);
        else if (!this.#series.has(id)) unknown += 1;
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.note('damaged', offset, payload.length, `a record does not hold what it says: ${error.message}`);
    }
    if (unknown > 0) {
      this.note(
        'damaged',
        offset,
        payload.length,
        `${unknown} samples of series whose labels were in a damaged record`,
      );
    }
  }

  note(kind: StorageProblem['kind'], offset: number, bytes: number, message: string): void {
    this.#problems.push({ file: this.file, offset, bytes, kind, message });
  }

  result(bytes: number): Replayed {
    return { newestMs: this.#newestMs, bytes, problems: this.#problems };
  }
}
