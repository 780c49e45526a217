import type { ChunkAt } from './chunk-at.ts';
import { HEADER_BYTES, MAX_CHUNK_SAMPLES, MAX_PAYLOAD_BYTES, MAX_SPAN_MS, writeHeader } from './format.ts';
import { SLOT_BITS, SlotBits } from './slot-bits.ts';
import { HIGH, wordsOf } from './words.ts';
import { bitWidthOf, isWhole, leadingZeros, trailingZeros } from './xor.ts';

/** No sample takes more: 4 + 64 bits of time, 5 + 5 + 6 + 64 of value. */
const WORST_SAMPLE_BITS = 148;
const NO_WINDOW = 255;

/**
 * Chunks that are still written to, one a slot. The state of all slots lies in flat arrays: 50,000 open chunks are some
 * hundred objects for the garbage collector, and a slot costs about 300 bytes.
 */
export class OpenPage {
  /** `HIGH`: a field is read faster than an imported name. */
  readonly #highAt = HIGH;
  readonly #bits: SlotBits;
  readonly #counts: Uint8Array;
  readonly #firstMs: Float64Array;
  readonly #lastMs: Float64Array;
  readonly #deltaMs: Float64Array;
  /** The last value of each slot, and its words. */
  readonly #last: Float64Array;
  readonly #lastWords: Uint32Array;
  readonly #leading: Uint8Array;
  readonly #width: Uint8Array;

  constructor(readonly slots: number) {
    this.#bits = new SlotBits(slots);
    this.#counts = new Uint8Array(slots);
    this.#firstMs = new Float64Array(slots);
    this.#lastMs = new Float64Array(slots);
    this.#deltaMs = new Float64Array(slots);
    this.#last = new Float64Array(slots);
    this.#lastWords = wordsOf(this.#last);
    this.#leading = new Uint8Array(slots);
    this.#width = new Uint8Array(slots);
  }

  count(slot: number): number {
    return this.#counts[slot] as number;
  }

  firstMs(slot: number): number {
    return this.#firstMs[slot] as number;
  }

  lastMs(slot: number): number {
    return this.#lastMs[slot] as number;
  }

  /** Bytes that `seal` would write. */
  sealedBytes(slot: number): number {
    return HEADER_BYTES + ((this.#bits.length(slot) + 7) >>> 3);
  }

  /** Adds a sample later than the slot's last; false when the chunk is full and must be sealed first. */
  append(slot: number, timestampMs: number, high: number, low: number): boolean {
    const count = this.#counts[slot] as number;
    if (count === 0) {
      this.#begin(slot, timestampMs, high, low);
      return true;
    }
    if (count === MAX_CHUNK_SAMPLES || this.#bits.length(slot) + WORST_SAMPLE_BITS > SLOT_BITS) return false;
    if (timestampMs - (this.#firstMs[slot] as number) > MAX_SPAN_MS) return false;
    this.#writeTime(slot, timestampMs);
    this.#writeValue(slot, high, low);
    this.#counts[slot] = count + 1;
    return true;
  }

  /** The chunk as it is now, to be read before the next change. */
  chunk(slot: number): ChunkAt {
    return {
      bytes: this.#bits.bytes,
      offset: slot * MAX_PAYLOAD_BYTES,
      count: this.count(slot),
      firstMs: this.firstMs(slot),
      lastMs: this.lastMs(slot),
    };
  }

  /** Copies the chunk, header and payload, to `target` without ending it. */
  copy(slot: number, target: Uint8Array, view: DataView, offset: number): void {
    const bytes = this.sealedBytes(slot);
    const header = { count: this.count(slot), bytes, firstMs: this.firstMs(slot), lastMs: this.lastMs(slot) };
    writeHeader(view, offset, header);
    target.set(this.#bits.payload(slot), offset + HEADER_BYTES);
  }

  /** Makes the slot empty, for its next chunk. */
  clear(slot: number): void {
    this.#bits.clear(slot);
    this.#counts[slot] = 0;
  }

  #begin(slot: number, timestampMs: number, high: number, low: number): void {
    this.#firstMs[slot] = timestampMs;
    this.#lastMs[slot] = timestampMs;
    this.#deltaMs[slot] = 0;
    this.#leading[slot] = NO_WINDOW;
    this.#bits.write(slot, high, 32);
    this.#bits.write(slot, low, 32);
    this.#setLast(slot, high, low);
    this.#counts[slot] = 1;
  }

  #writeTime(slot: number, timestampMs: number): void {
    const deltaMs = timestampMs - (this.#lastMs[slot] as number);
    const change = deltaMs - (this.#deltaMs[slot] as number);
    if (change === 0) this.#bits.write(slot, 0, 1);
    else if (change >= -8 && change < 8) this.#bits.write(slot, (0b10 << 4) | (change & 0xf), 6);
    else if (change >= -256 && change < 256) this.#bits.write(slot, (0b110 << 9) | (change & 0x1ff), 12);
    else if (change >= -8388608 && change < 8388608) this.#bits.write(slot, (0b1110 << 24) | (change & 0xffffff), 28);
    else this.#writeWholeTime(slot, timestampMs);
    this.#deltaMs[slot] = deltaMs;
    this.#lastMs[slot] = timestampMs;
  }

  #writeWholeTime(slot: number, timestampMs: number): void {
    whole.setFloat64(0, timestampMs);
    this.#bits.write(slot, 0b1111, 4);
    this.#bits.write(slot, whole.getUint32(0), 32);
    this.#bits.write(slot, whole.getUint32(4), 32);
  }

  #writeValue(slot: number, high: number, low: number): void {
    const xorHigh = (high ^ (this.#lastWords[2 * slot + this.#highAt] as number)) >>> 0;
    const xorLow = (low ^ (this.#lastWords[2 * slot + 1 - this.#highAt] as number)) >>> 0;
    if ((xorHigh | xorLow) === 0) {
      this.#bits.write(slot, 0, 1);
      return;
    }
    const last = this.#last[slot] as number;
    this.#setLast(slot, high, low);
    if (!isWhole(last)) this.#bits.write(slot, 1, 1);
    else if (this.#writeDifference(slot, this.#last[slot] as number, last)) return;
    const leading = Math.min(31, leadingZeros(xorHigh, xorLow));
    const trailing = trailingZeros(xorHigh, xorLow);
    if (this.#fits(slot, leading, trailing)) this.#bits.write(slot, 0, 1);
    else this.#openWindow(slot, leading, bitWidthOf(leading, trailing));
    this.#writeWindow(slot, xorHigh, xorLow);
  }

  #setLast(slot: number, high: number, low: number): void {
    this.#lastWords[2 * slot + this.#highAt] = high;
    this.#lastWords[2 * slot + 1 - this.#highAt] = low;
  }

  /** False, with the code that says so written, when the values are not near each other or the new one is not whole. */
  #writeDifference(slot: number, value: number, last: number): boolean {
    const change = isWhole(value) ? value - last : Number.NaN;
    if (change >= -64 && change < 64) this.#bits.write(slot, (0b10 << 7) | (change & 0x7f), 9);
    else if (change >= -2048 && change < 2048) this.#bits.write(slot, (0b110 << 12) | (change & 0xfff), 15);
    else if (change >= -524288 && change < 524288) this.#bits.write(slot, (0b1110 << 20) | (change & 0xfffff), 24);
    else {
      this.#bits.write(slot, 0b1111, 4);
      return false;
    }
    return true;
  }

  /** Whether the last window holds these bits and is not so wide that a new one, 11 bits to say so, would be shorter. */
  #fits(slot: number, leading: number, trailing: number): boolean {
    const windowLeading = this.#leading[slot] as number;
    if (windowLeading > leading) return false;
    const width = this.#width[slot] as number;
    if (64 - windowLeading - width > trailing) return false;
    return width <= bitWidthOf(leading, trailing) + 11;
  }

  #openWindow(slot: number, leading: number, width: number): void {
    this.#leading[slot] = leading;
    this.#width[slot] = width;
    this.#bits.write(slot, (1 << 11) | (leading << 6) | (width - 1), 12);
  }

  #writeWindow(slot: number, high: number, low: number): void {
    const width = this.#width[slot] as number;
    const shift = 64 - (this.#leading[slot] as number) - width;
    if (width > 32) this.#bits.write(slot, high >>> shift, width - 32);
    const rest = shift >= 32 ? high >>> (shift - 32) : shift === 0 ? low : (low >>> shift) | (high << (32 - shift));
    this.#bits.write(slot, rest, Math.min(32, width));
  }
}

const whole = new DataView(new ArrayBuffer(8));
