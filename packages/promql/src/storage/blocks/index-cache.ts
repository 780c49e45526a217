import type { BlockFile } from './block-file.ts';
import type { BlockIndex } from './block-index.ts';

/** Indexes of blocks that were used lately, up to about a number of bytes; the last used one always stays. */
export class IndexCache {
  readonly #loading = new Map<BlockFile, Promise<BlockIndex>>();
  readonly #loaded = new Map<BlockFile, BlockIndex>();
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return [...this.#loaded.values()].reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  }

  async get(file: BlockFile): Promise<BlockIndex> {
    const known = this.#loaded.get(file);
    if (known) {
      this.#loaded.delete(file);
      this.#loaded.set(file, known);
      return known;
    }
    const loading = this.#loading.get(file) ?? this.#load(file);
    this.#loading.set(file, loading);
    return loading;
  }

  forget(file: BlockFile): void {
    this.#loaded.delete(file);
  }

  async #load(file: BlockFile): Promise<BlockIndex> {
    try {
      const index = await file.readIndex();
      this.#loaded.set(file, index);
      this.#shrink();
      return index;
    } finally {
      this.#loading.delete(file);
    }
  }

  #shrink(): void {
    let bytes = this.bytes;
    for (const [file, index] of this.#loaded) {
      if (bytes <= this.#maxBytes || this.#loaded.size === 1) return;
      this.#loaded.delete(file);
      bytes -= index.memoryBytes;
    }
  }
}
