/** Reads a stream of chunks by exact lengths. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes; undefined when the stream has ended before the first of them, an error within them. */
  async read(length: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    for await (const part of this.take(length)) parts.push(part);
    const whole = Buffer.concat(parts);
    if (whole.length === length) return whole;
    if (whole.length === 0) return undefined;
    throw new Error('the data ends too early');
  }

  /** The next `length` bytes as they come, or fewer at the end of the stream. */
  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#refill())) return;
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #refill(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = next.value;
    return true;
  }
}
