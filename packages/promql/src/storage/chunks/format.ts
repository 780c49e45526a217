/**
 * A chunk is a run of samples of one series, the same bytes in memory and on disk, little-endian:
 *
 *     u16 count | u16 payload bytes | f64 time of the first sample | u32 milliseconds from the first to the last | payload
 *
 * The payload is a stream of bits: the first value whole, then for every sample its time and its value.
 *
 *     time      0                      as long after the last one as that was after its own
 *               10 + 4 bits            difference of the two distances, -8 to 7
 *               110 + 9 bits           -256 to 255
 *               1110 + 24 bits         -8388608 to 8388607
 *               1111 + 64 bits         the time itself, as a double
 *     value     0                      the same bits as the last
 *     after a   10 + 7 bits            difference to the last, -64 to 63
 *     whole     110 + 12 bits          -2048 to 2047
 *     number    1110 + 20 bits         -524288 to 524287
 *               1111 + window          anything else
 *     after any 1 + window             anything else
 *     other
 *     window    0 + bits               exclusive or with the last, within the window of bits of the one before
 *               1 + 5 + 6 + bits       leading zeros, width - 1, the bits: a new window
 *
 * After Pelkonen et al., Gorilla (VLDB 2015), with narrower steps of time, since scrapes jitter by milliseconds, and
 * differences of whole numbers, which most samples are.
 */
export const HEADER_BYTES = 16;
export const MAX_PAYLOAD_BYTES = 256;
export const MAX_CHUNK_SAMPLES = 120;
/** A chunk's span is stored in 32 bits. */
export const MAX_SPAN_MS = 0xffff_ffff;
/** Decoding looks this far past a chunk's last byte; whoever holds chunks keeps so many bytes behind them. */
export const SLACK_BYTES = 8;

export interface ChunkHeader {
  readonly count: number;
  /** The whole chunk, header included. */
  readonly bytes: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export function readHeader(view: DataView, offset: number): ChunkHeader {
  const firstMs = view.getFloat64(offset + 4, true);
  return {
    count: view.getUint16(offset, true),
    bytes: HEADER_BYTES + view.getUint16(offset + 2, true),
    firstMs,
    lastMs: firstMs + view.getUint32(offset + 12, true),
  };
}

export function writeHeader(view: DataView, offset: number, header: ChunkHeader): void {
  view.setUint16(offset, header.count, true);
  view.setUint16(offset + 2, header.bytes - HEADER_BYTES, true);
  view.setFloat64(offset + 4, header.firstMs, true);
  view.setUint32(offset + 12, header.lastMs - header.firstMs, true);
}
