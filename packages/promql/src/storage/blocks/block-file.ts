import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { BlockDamage } from './block-error.ts';
import { BlockIndex } from './block-index.ts';
import type { BlockMeta, Footer } from './layout.ts';
import { BLOCK_MAGIC, FOOTER_BYTES, readFooter } from './layout.ts';
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
      const footer = await readEnds(handle, path, size);
      const metaAt = footer.indexOffset + footer.indexBytes;
      const bytes = await read(handle, path, metaAt, footer.metaBytes);
      check(
        crc32(bytes) === footer.metaCrc,
        path,
        metaAt,
        bytes.length,
        "the checksum of the block's description is wrong",
      );
      return new BlockFile(path, handle, size, JSON.parse(bytes.toString()) as BlockMeta, footer);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async readIndex(): Promise<BlockIndex> {
    const { indexOffset, indexBytes, indexCrc } = this.footer;
    const bytes = await read(this.handle, this.path, indexOffset, indexBytes);
    check(crc32(bytes) === indexCrc, this.path, indexOffset, indexBytes, 'the checksum of the index is wrong');
    return new BlockIndex(bytes);
  }
}

/** The first and the last bytes, which say that this is a block, and where its parts are. */
async function readEnds(handle: FileHandle, path: string, size: number): Promise<Footer> {
  const start = await read(handle, path, 0, BLOCK_MAGIC.length);
  check(start.equals(BLOCK_MAGIC), path, 0, BLOCK_MAGIC.length, 'the file does not begin as a block does');
  const footerAt = size - FOOTER_BYTES;
  const footer = readFooter(await read(handle, path, footerAt, FOOTER_BYTES));
  if (!footer) throw new BlockDamage(path, footerAt, FOOTER_BYTES, 'the file does not end as a block does');
  const { indexOffset, indexBytes, metaBytes } = footer;
  const addsUp = indexOffset + indexBytes + metaBytes === footerAt;
  check(addsUp, path, footerAt, FOOTER_BYTES, 'the parts of the block do not add up to its size');
  return footer;
}

async function read(handle: FileHandle, path: string, offset: number, length: number): Promise<Buffer> {
  check(offset >= 0, path, 0, length, 'the file is shorter than a block can be');
  const bytes = Buffer.from(new ArrayBuffer(length));
  const done = await readFully(handle, bytes, offset);
  check(done === length, path, offset, length, `the file ends ${length - done} bytes too early`);
  return bytes;
}

function check(isRight: boolean, file: string, offset: number, bytes: number, otherwise: string): void {
  if (!isRight) throw new BlockDamage(file, offset, bytes, otherwise);
}
