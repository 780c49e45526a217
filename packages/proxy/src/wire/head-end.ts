import { CR, LF } from './characters.ts';

const EMPTY_LINE = Buffer.from('\r\n\r\n');
export const EMPTY_LINE_BYTES = EMPTY_LINE.length;

/** Where the CRLF CRLF that ends a head begins, searching from `from`; -1 when it has not come yet. */
export function findHeadEnd(bytes: Buffer, from: number): number {
  return bytes.indexOf(EMPTY_LINE, from);
}

/** Servers should ignore empty lines before a request (RFC 9112 2.2). */
export function skipEmptyLines(bytes: Buffer): number {
  let start = 0;
  while (bytes[start] === CR && bytes[start + 1] === LF) start += 2;
  return start;
}

/** A head with such a line would never end for us, and would for others. */
export function hasBareLineFeed(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at === 0 || bytes[at - 1] !== CR) return true;
  }
  return false;
}
