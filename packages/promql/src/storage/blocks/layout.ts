/**
 * A block is one file that never changes: every sample of a time range.
 *
 *     "SWBLOCK1" | runs: the chunks of a series one behind the other, series in the order of their labels
 *     index (see index-layout.ts) | meta (JSON) | footer: f64 index offset, u32 index bytes, u32 index CRC-32,
 *     u32 meta bytes, u32 meta CRC-32, "SWBLOCK1"
 */
export const BLOCK_MAGIC = Buffer.from('SWBLOCK1');
export const FOOTER_BYTES = 32;

export interface BlockMeta {
  readonly version: 1;
  /** The time range: startMs <= time < endMs. */
  readonly startMs: number;
  readonly endMs: number;
  /** 0: as scraped; otherwise the width of the buckets of which each keeps its last sample. */
  readonly resolutionMs: number;
  readonly series: number;
  readonly samples: number;
  /** Names of the blocks whose samples these are: they are superseded. */
  readonly sources: readonly string[];
}

export function blockName({
  startMs,
  endMs,
  resolutionMs,
}: Pick<BlockMeta, 'startMs' | 'endMs' | 'resolutionMs'>): string {
  return `${startMs}-${endMs}-${resolutionMs === 0 ? 'raw' : `${resolutionMs}ms`}.block`;
}

export interface Footer {
  readonly indexOffset: number;
  readonly indexBytes: number;
  readonly indexCrc: number;
  readonly metaBytes: number;
  readonly metaCrc: number;
}

export function writeFooter(footer: Footer): Buffer {
  const bytes = Buffer.alloc(FOOTER_BYTES);
  bytes.writeDoubleLE(footer.indexOffset, 0);
  bytes.writeUInt32LE(footer.indexBytes, 8);
  bytes.writeUInt32LE(footer.indexCrc, 12);
  bytes.writeUInt32LE(footer.metaBytes, 16);
  bytes.writeUInt32LE(footer.metaCrc, 20);
  BLOCK_MAGIC.copy(bytes, 24);
  return bytes;
}

/** Undefined when this is no footer. */
export function readFooter(bytes: Buffer): Footer | undefined {
  if (bytes.length !== FOOTER_BYTES || !bytes.subarray(24).equals(BLOCK_MAGIC)) return undefined;
  return {
    indexOffset: bytes.readDoubleLE(0),
    indexBytes: bytes.readUInt32LE(8),
    indexCrc: bytes.readUInt32LE(12),
    metaBytes: bytes.readUInt32LE(16),
    metaCrc: bytes.readUInt32LE(20),
  };
}
