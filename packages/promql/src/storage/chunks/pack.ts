import { OpenPage } from './open-page.ts';

/** Packs samples, given in ascending order, into chunks one behind the other. One packer serves many series in turn. */
export class ChunkPacker {
  readonly #page = new OpenPage(1);
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  samples = 0;

  add(timestampMs: number, high: number, low: number): void {
    if (!this.#page.append(0, timestampMs, high, low)) {
      this.#seal();
      this.#page.append(0, timestampMs, high, low);
    }
    this.samples += 1;
  }

  /** The chunks so far, valid until the next `add`; the packer is empty again. */
  take(): Uint8Array {
    if (this.#page.count(0) > 0) this.#seal();
    const packed = this.#bytes.subarray(0, this.#used);
    this.#used = 0;
    this.samples = 0;
    return packed;
  }

  #seal(): void {
    const bytes = this.#page.sealedBytes(0);
    if (this.#used + bytes > this.#bytes.length) this.#grow();
    this.#page.copy(0, this.#bytes, this.#view, this.#used);
    this.#page.clear(0);
    this.#used += bytes;
  }

  #grow(): void {
    const wider = new Uint8Array(this.#bytes.length * 2);
    wider.set(this.#bytes);
    this.#bytes = wider;
    this.#view = new DataView(wider.buffer);
  }
}
