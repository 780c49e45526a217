import { isAscii, isUtf8 } from 'node:buffer';
import { ExpositionError } from './exposition-error.ts';
import type { ExpositionParser } from './sink.ts';

const LINE_END = 0x0a;
const nothing = Buffer.alloc(0);

/** Feeds a parser with a body as its bytes arrive: whole lines, so that neither a line nor a character is ever cut. */
export class BodyLines {
  #rest: Buffer = nothing;

  constructor(readonly parser: ExpositionParser) {}

  push(chunk: Buffer): void {
    const lastEnd = chunk.lastIndexOf(LINE_END);
    const head = lastEnd < 0 ? nothing : chunk.subarray(0, lastEnd + 1);
    const tail = chunk.subarray(lastEnd + 1);
    if (lastEnd >= 0) this.parser.lines(decode(joined(this.#rest, head), this.parser.line));
    this.#rest = lastEnd < 0 ? joined(this.#rest, tail) : tail;
  }

  end(): void {
    if (this.#rest.length > 0) this.parser.lines(decode(this.#rest, this.parser.line));
    this.#rest = nothing;
    this.parser.end();
  }
}

function joined(a: Buffer, b: Buffer): Buffer {
  return a.length === 0 ? b : Buffer.concat([a, b]);
}

/** Most pages are ASCII: one byte a character, which is the fastest text to work on. */
function decode(bytes: Buffer, linesBefore: number): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new ExpositionError(linesBefore + badLine(bytes), 'is not valid UTF-8');
}

function badLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LINE_END, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
