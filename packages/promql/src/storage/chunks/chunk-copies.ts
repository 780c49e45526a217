import type { ChunkAt } from './chunk-at.ts';
import { chunkAt } from './chunk-at.ts';
import { SLACK_BYTES } from './format.ts';
import type { OpenPage } from './open-page.ts';

const BUFFER_BYTES = 1 << 16;

/** Open chunks as they are at one moment, to be read later. */
export class ChunkCopies {
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;

  of(page: OpenPage, slot: number): ChunkAt {
    const offset = this.#room(page.sealedBytes(slot));
    page.copy(slot, this.#bytes, this.#view, offset);
    return chunkAt(this.#bytes, this.#view, offset);
  }

  #room(bytes: number): number {
    if (this.#used + bytes + SLACK_BYTES > this.#bytes.length) {
      this.#bytes = new Uint8Array(BUFFER_BYTES);
      this.#view = new DataView(this.#bytes.buffer);
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used += bytes;
    return offset;
  }
}
