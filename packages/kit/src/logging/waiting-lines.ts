/** Lines that wait to be written, in order, up to so many bytes. */
export class WaitingLines {
  readonly #maxBytes: number;
  #lines: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  get firstBytes(): number {
    return this.#lines[0]?.length ?? 0;
  }

  /** Whether there was room for it. */
  add(line: string): boolean {
    const bytes = Buffer.from(line);
    if (this.#bytes + bytes.length > this.#maxBytes) return false;
    this.#push(bytes);
    return true;
  }

  /** For the line that tells of those which had no room. */
  addBeyond(line: string): void {
    this.#push(Buffer.from(line));
  }

  #push(bytes: Buffer): void {
    this.#lines.push(bytes);
    this.#bytes += bytes.length;
  }

  /** So many whole lines as fit, at least one; they stay until they are removed. */
  peek(maxBytes: number): Buffer {
    let count = 0;
    let bytes = 0;
    for (const line of this.#lines) {
      if (count > 0 && bytes + line.length > maxBytes) break;
      count += 1;
      bytes += line.length;
    }
    return Buffer.concat(this.#lines.slice(0, count), bytes);
  }

  /** Takes away what was written: so many bytes from the front. */
  remove(bytes: number): void {
    let count = 0;
    let left = bytes;
    for (const line of this.#lines) {
      if (left < line.length) break;
      left -= line.length;
      count += 1;
    }
    this.#lines.splice(0, count);
    const [first] = this.#lines;
    if (left > 0 && first !== undefined) this.#lines[0] = first.subarray(left);
    this.#bytes -= bytes;
  }
}
