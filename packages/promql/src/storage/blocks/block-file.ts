import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { BlockDamage } from './block-error.ts';
import { BlockIndex } from './block-index.ts';
import type { BlockMeta, Footer } from './layout.ts';
import { FOOTER_BYTES, readFooter } from './layout.ts';
import { readFully } from './page-cache.ts';

/** An open block file: its meta, its index when asked for, and the handle to read runs by position. */
export class BlockFile {
  private constructor(
    readonly path: string,
    readonly handle: FileHandle,
    readonly bytes: number,
    readonly meta: BlockMeta,
    readonly footer: Footer,
  ) {}

  /** Throws BlockDamage when the end of the file, which describes the rest, is not whole. */
  static async open(path: string): Promise<BlockFile> {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const footer = readFooter(await read(handle, path, size - FOOTER_BYTES, FOOTER_BYTES));
      if (!footer)
        throw new BlockDamage(path, size - FOOTER_BYTES, FOOTER_BYTES, 'the file does not end as a block does');
      const metaAt = footer.indexOffset + footer.indexBytes;
      const bytes = await read(handle, path, metaAt, footer.metaBytes);
      if (crc32(bytes) !== footer.metaCrc)
        throw new BlockDamage(path, metaAt, bytes.length, "the checksum of the block's description is wrong");
      return new BlockFile(path, handle, size, JSON.parse(bytes.toString()) as BlockMeta, footer);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async readIndex(): Promise<BlockIndex> {
    const { indexOffset, indexBytes, indexCrc } = this.footer;
    const bytes = await read(this.handle, this.path, indexOffset, indexBytes);
    if (crc32(bytes) !== indexCrc)
      throw new BlockDamage(this.path, indexOffset, indexBytes, 'the checksum of the index is wrong');
    return new BlockIndex(bytes);
  }
}

async function read(handle: FileHandle, path: string, offset: number, length: number): Promise<Buffer> {
  if (offset < 0) throw new BlockDamage(path, 0, length, 'the file is shorter than a block can be');
  const bytes = Buffer.from(new ArrayBuffer(length));
  const done = await readFully(handle, bytes, offset);
  if (done < length) throw new BlockDamage(path, offset, length, `the file ends ${length - done} bytes too early`);
  return bytes;
}
