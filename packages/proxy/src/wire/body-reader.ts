import type { BodyKind } from './body.ts';
import { CHUNKED_BODY, CLOSE_BODY, LENGTH_BODY, NO_BODY } from './body.ts';
import { ChunkedReader } from './chunked-reader.ts';

/** Finds the end of one body after another, of either direction, without holding any of it. */
export class BodyReader {
  kind: BodyKind = NO_BODY;
  isComplete = true;
  #left = 0;
  #chunks: ChunkedReader | undefined;

  begin(kind: BodyKind, length: number): void {
    this.kind = kind;
    this.isComplete = kind === NO_BODY;
    this.#left = length;
    this.#chunks = kind === CHUNKED_BODY ? new ChunkedReader() : undefined;
  }

  /** Where the body's part of `bytes`, which begins at `start`, ends; -1 when its framing is broken. */
  read(bytes: Buffer, start: number): number {
    switch (this.kind) {
      case NO_BODY:
        return start;
      case LENGTH_BODY:
        return this.#readLength(bytes.length, start);
      case CHUNKED_BODY:
        return this.#readChunks(bytes, start);
      case CLOSE_BODY:
        return bytes.length;
    }
  }

  #readLength(length: number, start: number): number {
    const end = Math.min(length, start + this.#left);
    this.#left -= end - start;
    this.isComplete = this.#left === 0;
    return end;
  }

  #readChunks(bytes: Buffer, start: number): number {
    if (!this.#chunks) return -1;
    const end = this.#chunks.read(bytes, start);
    this.isComplete = this.#chunks.isDone;
    return end;
  }

  /** Bytes of content so far, of a body whose length nobody said before. */
  get chunkedBytes(): number {
    return this.#chunks?.dataBytes ?? 0;
  }

  get isBetweenChunks(): boolean {
    return this.#chunks?.isBetweenChunks === true;
  }
}
