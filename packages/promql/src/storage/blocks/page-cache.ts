import type { FileHandle } from 'node:fs/promises';

const PAGE_BYTES = 1 << 16;

/** Pages of block files that were read lately, up to a number of bytes; the least recently used goes first. */
export class PageCache {
  readonly #pages = new Map<string, Buffer>();
  readonly #capacity: number;

  constructor(maxBytes: number) {
    this.#capacity = Math.max(1, Math.floor(maxBytes / PAGE_BYTES));
  }

  get bytes(): number {
    return this.#pages.size * PAGE_BYTES;
  }

  /** Copies a part of a file to `target`; pages that are missing are read, neighbours in one go. */
  async read(file: FileHandle, key: string, offset: number, target: Uint8Array): Promise<void> {
    const first = Math.floor(offset / PAGE_BYTES);
    const last = Math.floor((offset + target.length - 1) / PAGE_BYTES);
    for (let page = first; page <= last; ) {
      const known = this.#touch(`${key}#${page}`);
      const pages = known ? [known] : await this.#load(file, key, page, this.#missing(key, page, last));
      for (const each of pages) copyPage(each, page++ * PAGE_BYTES, offset, target);
    }
  }

  forget(key: string): void {
    for (const page of [...this.#pages.keys()]) if (page.startsWith(`${key}#`)) this.#pages.delete(page);
  }

  #touch(key: string): Buffer | undefined {
    const page = this.#pages.get(key);
    if (!page) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  /** Number of pages from `page` on that are not here. */
  #missing(key: string, page: number, last: number): number {
    let end = page + 1;
    while (end <= last && !this.#pages.has(`${key}#${end}`)) end += 1;
    return end - page;
  }

  async #load(file: FileHandle, key: string, page: number, count: number): Promise<Buffer[]> {
    const bytes = Buffer.alloc(count * PAGE_BYTES);
    await readFully(file, bytes, page * PAGE_BYTES);
    return Array.from({ length: count }, (_, index) => {
      // A copy, so that a page that stays does not keep its neighbours' memory.
      const own = Buffer.from(bytes.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES));
      this.#keep(`${key}#${page + index}`, own);
      return own;
    });
  }

  #keep(key: string, page: Buffer): void {
    this.#pages.set(key, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#capacity) return;
      this.#pages.delete(oldest);
    }
  }
}

/** Reads up to the end of the file; what lies behind stays 0. Answers the number of bytes read. */
export async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

function copyPage(page: Buffer, pageOffset: number, offset: number, target: Uint8Array): void {
  const from = Math.max(pageOffset, offset);
  const to = Math.min(pageOffset + PAGE_BYTES, offset + target.length);
  target.set(page.subarray(from - pageOffset, to - pageOffset), from - offset);
}
