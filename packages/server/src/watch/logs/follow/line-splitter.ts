export interface SplitLine {
  readonly text: string;
  /** How much of the line is missing at its end. */
  readonly cutBytes: number;
  /** In the file, line end included. */
  readonly bytes: number;
}

/** Longer lines are cut: a line is to be read, and one service must not fill the memory of all. */
export const maxLineBytes = 64 * 1024;
const newline = 0x0a;

/** Puts lines together from what is read of a file piece by piece; never holds more than one line, cut as it may be. */
export class LineSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #cutBytes = 0;

  /** Bytes that were pushed and belong to a line whose end is not there yet. */
  get openBytes(): number {
    return this.#heldBytes + this.#cutBytes;
  }

  push(bytes: Buffer): SplitLine[] {
    const lines: SplitLine[] = [];
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(newline, from);
      if (end === -1) {
        this.#hold(bytes.subarray(from));
        break;
      }
      this.#hold(bytes.subarray(from, end));
      lines.push(this.#take(1));
      from = end + 1;
    }
    return lines;
  }

  /** The line that never got its end. */
  end(): SplitLine | undefined {
    return this.openBytes === 0 ? undefined : this.#take(0);
  }

  #hold(bytes: Buffer): void {
    const room = bytes.subarray(0, Math.max(0, maxLineBytes - this.#heldBytes));
    if (room.length > 0) this.#held.push(room);
    this.#heldBytes += room.length;
    this.#cutBytes += bytes.length - room.length;
  }

  #take(endBytes: number): SplitLine {
    const text = Buffer.concat(this.#held).toString('utf8').replace(/\r$/, '');
    const line = { text, cutBytes: this.#cutBytes, bytes: this.openBytes + endBytes };
    this.#held = [];
    this.#heldBytes = 0;
    this.#cutBytes = 0;
    return line;
  }
}
