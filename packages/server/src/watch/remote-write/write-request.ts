import type { Labels } from '@seaworthy/promql';
import { isStale } from '@seaworthy/promql';

/** One sample on its way out. */
export interface OutgoingSample {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

/** Field 1, length-delimited: `timeseries` of the request, `labels` of a series, `name` of a label. */
const FIELD_1 = 0x0a;
/** Field 2, length-delimited: `samples` of a series, `value` of a label. */
const FIELD_2 = 0x12;
/** Field 1, 64 bits: `value` of a sample. */
const SAMPLE_VALUE = 0x09;
/** Field 2, varint: `timestamp` of a sample. */
const SAMPLE_TIMESTAMP = 0x10;
const STALE = Buffer.from([2, 0, 0, 0, 0, 0, 0xf0, 0x7f]);

/** prometheus.WriteRequest in protobuf; the samples of a series stay in their order. */
export function encodeWriteRequest(samples: readonly OutgoingSample[]): Buffer {
  const bySeries = new Map<string, OutgoingSample[]>();
  for (const sample of samples) {
    const known = bySeries.get(sample.labels.key);
    if (known === undefined) bySeries.set(sample.labels.key, [sample]);
    else known.push(sample);
  }
  return Buffer.concat([...bySeries.values()].map((series) => field(FIELD_1, encodeSeries(series))));
}

function encodeSeries(samples: readonly OutgoingSample[]): Buffer {
  const labels = [...(samples[0]?.labels ?? [])].map(([name, value]) =>
    field(FIELD_1, Buffer.concat([field(FIELD_1, Buffer.from(name)), field(FIELD_2, Buffer.from(value))])),
  );
  return Buffer.concat([...labels, ...samples.map((sample) => field(FIELD_2, encodeSample(sample)))]);
}

function encodeSample({ value, timestampMs }: OutgoingSample): Buffer {
  const bytes = Buffer.alloc(20);
  bytes[0] = SAMPLE_VALUE;
  // A staleness marker must keep its very bits.
  if (isStale(value)) STALE.copy(bytes, 1);
  else bytes.writeDoubleLE(value, 1);
  bytes[9] = SAMPLE_TIMESTAMP;
  return bytes.subarray(0, writeVarint(bytes, 10, BigInt.asUintN(64, BigInt(timestampMs))));
}

function field(tag: number, content: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head[0] = tag;
  return Buffer.concat([head.subarray(0, writeVarint(head, 1, BigInt(content.length))), content]);
}

function writeVarint(bytes: Buffer, start: number, value: bigint): number {
  let at = start;
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes[at++] = Number(rest & 0x7fn) | 0x80;
  bytes[at++] = Number(rest);
  return at;
}
