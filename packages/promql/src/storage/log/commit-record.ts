import { Labels } from '../../labels/labels.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { isStaleWords } from '../chunks/words.ts';

/**
 * A commit is one record: the series that this segment does not know yet, then the samples. A segment can therefore be
 * read, and thrown away, without the ones before it.
 *
 *     varint number of series, each: varint id, varint number of labels, their names and values
 *     f64 time of the first sample, varint number of samples, each:
 *       varint (zigzag of the id's distance from the last) * 4 + kind, signed distance in time, value by kind
 */
const RAW = 0;
const INTEGER = 1;
const STALE = 2;
const SAFE_INTEGER = 2 ** 50;

/** Samples in flat arrays; `ids` name series of the segment. */
export interface CommitSamples {
  readonly count: number;
  readonly ids: ArrayLike<number>;
  readonly timestamps: ArrayLike<number>;
  /** High and low word of each value in turn. */
  readonly words: ArrayLike<number>;
}

export function writeSeries(writer: ByteWriter, series: readonly { id: number; labels: Labels }[]): void {
  writer.varint(series.length);
  for (const { id, labels } of series) {
    writer.varint(id);
    writer.varint(labels.size);
    for (let index = 0; index < labels.size; index++) {
      writer.text(labels.names[index] ?? '');
      writer.text(labels.values[index] ?? '');
    }
  }
}

export function readSeries(reader: ByteReader, each: (id: number, labels: Labels) => void): void {
  for (let left = reader.varint(); left > 0; left--) {
    const id = reader.varint();
    const size = reader.varint();
    const names: string[] = [];
    const values: string[] = [];
    for (let index = 0; index < size; index++) {
      names.push(reader.text());
      values.push(reader.text());
    }
    each(id, Labels.fromSorted(names, values));
  }
}

export function writeSamples(writer: ByteWriter, { count, ids, timestamps, words }: CommitSamples): void {
  let lastId = 0;
  let lastMs = count > 0 ? (timestamps[0] as number) : 0;
  writer.f64(lastMs);
  writer.varint(count);
  for (let index = 0; index < count; index++) {
    const id = ids[index] as number;
    const timeMs = timestamps[index] as number;
    const high = words[2 * index] as number;
    const low = words[2 * index + 1] as number;
    double.setUint32(0, high);
    double.setUint32(4, low);
    const value = double.getFloat64(0);
    const kind = kindOf(value, high, low);
    const step = id - lastId;
    writer.varint((step < 0 ? -2 * step - 1 : 2 * step) * 4 + kind);
    writer.signed(timeMs - lastMs);
    if (kind === INTEGER) writer.signed(value);
    else if (kind === RAW) writeWords(writer, high, low);
    lastId = id;
    lastMs = timeMs;
  }
}

export function readSamples(
  reader: ByteReader,
  each: (id: number, timestampMs: number, high: number, low: number) => void,
): void {
  let id = 0;
  let timeMs = reader.f64();
  for (let left = reader.varint(); left > 0; left--) {
    const tag = reader.varint();
    const zigzag = Math.floor(tag / 4);
    id += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    timeMs += reader.signed();
    readValue(reader, tag % 4);
    each(id, timeMs, double.getUint32(0), double.getUint32(4));
  }
}

function readValue(reader: ByteReader, kind: number): void {
  if (kind === INTEGER) double.setFloat64(0, reader.signed());
  else if (kind === STALE) {
    double.setUint32(0, 0x7ff00000);
    double.setUint32(4, 2);
  } else {
    double.setUint32(0, reader.u32());
    double.setUint32(4, reader.u32());
  }
}

/** -0 is a whole number too, but its sign would be lost. */
function kindOf(value: number, high: number, low: number): number {
  if (value === Math.trunc(value) && value > -SAFE_INTEGER && value < SAFE_INTEGER) {
    return value === 0 && high !== 0 ? RAW : INTEGER;
  }
  return isStaleWords(high, low) ? STALE : RAW;
}

function writeWords(writer: ByteWriter, high: number, low: number): void {
  writer.u32(high);
  writer.u32(low);
}

const double = new DataView(new ArrayBuffer(8));
