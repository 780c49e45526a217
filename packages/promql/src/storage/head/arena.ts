import type { ChunkAt } from '../chunks/chunk-at.ts';
import { chunkAt } from '../chunks/chunk-at.ts';
import { readHeader, SLACK_BYTES } from '../chunks/format.ts';
import type { OpenPage } from '../chunks/open-page.ts';

const SLAB_BYTES = 1 << 18;

interface Slab {
  readonly rangeMs: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  used: number;
}

/**
 * Finished chunks, in large slabs: a chunk is a number (slab and offset), not an object. Each slab holds chunks of one
 * time range, so that a range that went to disk is let go slab by slab.
 */
export class ChunkArena {
  readonly #slabs: (Slab | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #ranges = new Map<number, number[]>();

  get bytes(): number {
    return (this.#slabs.length - this.#free.length) * SLAB_BYTES;
  }

  /** Starts of the ranges that have chunks, ascending. */
  ranges(): readonly number[] {
    return [...this.#ranges.keys()].sort((a, b) => a - b);
  }

  /** Copies an open chunk here; answers its reference. */
  store(rangeMs: number, page: OpenPage, slot: number): number {
    const bytes = page.sealedBytes(slot);
    const index = this.#room(rangeMs, bytes);
    const slab = this.#slabs[index] as Slab;
    page.copy(slot, slab.bytes, slab.view, slab.used);
    const reference = index * SLAB_BYTES + slab.used;
    slab.used += bytes;
    return reference;
  }

  at(reference: number): ChunkAt {
    const slab = this.#slabs[Math.floor(reference / SLAB_BYTES)] as Slab;
    return chunkAt(slab.bytes, slab.view, reference % SLAB_BYTES);
  }

  /** A finished chunk, header and payload. */
  raw(reference: number): Uint8Array {
    const slab = this.#slabs[Math.floor(reference / SLAB_BYTES)] as Slab;
    const offset = reference % SLAB_BYTES;
    return slab.bytes.subarray(offset, offset + readHeader(slab.view, offset).bytes);
  }

  rangeOf(reference: number): number | undefined {
    return this.#slabs[Math.floor(reference / SLAB_BYTES)]?.rangeMs;
  }

  release(rangeMs: number): void {
    for (const index of this.#ranges.get(rangeMs) ?? []) {
      this.#slabs[index] = undefined;
      this.#free.push(index);
    }
    this.#ranges.delete(rangeMs);
  }

  #room(rangeMs: number, bytes: number): number {
    const slabs = this.#ranges.get(rangeMs) ?? [];
    const last = slabs.at(-1);
    if (last !== undefined && (this.#slabs[last]?.used ?? SLAB_BYTES) + bytes + SLACK_BYTES <= SLAB_BYTES) return last;
    const index = this.#free.pop() ?? this.#slabs.length;
    const memory = new Uint8Array(SLAB_BYTES);
    this.#slabs[index] = { rangeMs, bytes: memory, view: new DataView(memory.buffer), used: 0 };
    this.#ranges.set(rangeMs, [...slabs, index]);
    return index;
  }
}
