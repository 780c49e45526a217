/** Why a string cannot be read; the caller knows where it begins. */
export class StringProblem extends Error {}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
/** Escapes that give a number, by their letter: how many digits follow, and of which base. */
const NUMERIC: Readonly<Record<string, { readonly digits: number; readonly bytes: boolean }>> = {
  x: { digits: 2, bytes: true },
  u: { digits: 4, bytes: false },
  U: { digits: 8, bytes: false },
};

/** The index after the closing quote of the string that begins at `start`. Throws StringProblem for a wrong escape too. */
export function stringEnd(text: string, start: number): number {
  const quoteMark = text[start] ?? '"';
  if (quoteMark === '`') return rawEnd(text, start);
  let hasEscape = false;
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === quoteMark || character === '\n') break;
    if (character !== '\\') continue;
    hasEscape = true;
    at++;
  }
  if (hasEscape) stringValue(text.slice(start, Math.min(at, text.length)) + quoteMark);
  if (text[at] !== quoteMark) throw new StringProblem('unterminated quoted string');
  return at + 1;
}

/** What a string literal, quotes included, stands for. Throws StringProblem. */
export function stringValue(literal: string): string {
  if (literal[0] === '`' || !literal.includes('\\')) return literal.slice(1, -1);
  let value = '';
  let bytes: number[] = [];
  for (let at = 1; at < literal.length - 1; ) {
    const piece = literal[at] === '\\' ? escapeAt(literal, at) : plainAt(literal, at);
    at = piece.end;
    if (piece.byte === undefined) {
      value += decodeBytes(bytes) + piece.text;
      bytes = [];
    } else bytes.push(piece.byte);
  }
  return value + decodeBytes(bytes);
}

interface Piece {
  readonly end: number;
  readonly text: string;
  /** A byte given by number: it may be one of several that make a character. */
  readonly byte?: number;
}

function plainAt(literal: string, at: number): Piece {
  const next = literal.indexOf('\\', at);
  const end = next < 0 ? literal.length - 1 : next;
  return { end, text: literal.slice(at, end) };
}

function escapeAt(literal: string, at: number): Piece {
  const letter = literal[at + 1] ?? '';
  const plain = letter === literal[0] ? letter : ESCAPES[letter];
  if (plain !== undefined) return { end: at + 2, text: plain };
  const numeric = NUMERIC[letter];
  if (numeric) return numberedAt(literal, at + 2, numeric.digits, 16, numeric.bytes);
  if (/[0-7]/.test(letter)) return numberedAt(literal, at + 1, 3, 8, true);
  throw new StringProblem(`unknown escape sequence ${codeName(literal, at + 1)}`);
}

function numberedAt(literal: string, start: number, digits: number, base: 8 | 16, isByte: boolean): Piece {
  const valid = base === 8 ? /[0-7]/ : /[0-9a-fA-F]/;
  for (let at = start; at < start + digits; at++) {
    if (valid.test(literal[at] ?? '')) continue;
    throw new StringProblem(`illegal character ${codeName(literal, at)} in escape sequence`);
  }
  const code = Number.parseInt(literal.slice(start, start + digits), base);
  const end = start + digits;
  if (isByte && code <= 0xff) return { end, text: '', byte: code };
  if (isByte || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new StringProblem('escape sequence is an invalid Unicode code point');
  }
  return { end, text: String.fromCodePoint(code) };
}

function rawEnd(text: string, start: number): number {
  const end = text.indexOf('`', start + 1);
  if (end < 0) throw new StringProblem('unterminated raw string');
  return end + 1;
}

/** UTF-8; a byte that belongs to no character becomes a lone surrogate U+DC00 + byte, so that nothing is lost. */
function decodeBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    text += character ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += character === undefined ? 1 : Buffer.byteLength(character);
  }
  return text;
}

function characterAt(bytes: readonly number[], at: number): string | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return String.fromCharCode(first);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const text = Buffer.from(bytes.slice(at, at + length)).toString('utf8');
  return text.includes('\ufffd') && !isReplacement(bytes, at) ? undefined : text;
}

/** U+FFFD itself, written out byte by byte. */
function isReplacement(bytes: readonly number[], at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
}

function codeName(text: string, at: number): string {
  const code = (text.codePointAt(at) ?? 0xfffd).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${String.fromCodePoint(text.codePointAt(at) ?? 0xfffd)}'`;
}
