import { MAX_PAYLOAD_BYTES, SLACK_BYTES } from './format.ts';

export const SLOT_BITS = MAX_PAYLOAD_BYTES * 8;

/** Streams of bits, one a slot, in one array. */
export class SlotBits {
  readonly bytes: Uint8Array;
  readonly #lengths: Uint16Array;

  constructor(slots: number) {
    this.bytes = new Uint8Array(slots * MAX_PAYLOAD_BYTES + SLACK_BYTES);
    this.#lengths = new Uint16Array(slots);
  }

  /** In bits. */
  length(slot: number): number {
    return this.#lengths[slot] as number;
  }

  payload(slot: number): Uint8Array {
    const start = slot * MAX_PAYLOAD_BYTES;
    return this.bytes.subarray(start, start + ((this.length(slot) + 7) >>> 3));
  }

  clear(slot: number): void {
    this.payload(slot).fill(0);
    this.#lengths[slot] = 0;
  }

  /** Appends the lowest `width` bits of `value`, 1 to 32, highest first. */
  write(slot: number, value: number, width: number): void {
    const { bytes } = this;
    const base = slot * MAX_PAYLOAD_BYTES;
    let at = this.#lengths[slot] as number;
    let left = width;
    while (left > 0) {
      const free = 8 - (at & 7);
      const take = free < left ? free : left;
      const part = (value >>> (left - take)) & ((1 << take) - 1);
      const index = base + (at >>> 3);
      bytes[index] = (bytes[index] as number) | (part << (free - take));
      at += take;
      left -= take;
    }
    this.#lengths[slot] = at;
  }
}
