import { quote } from '../labels/index.ts';

const SPACE = 1;
const LETTER = 2;
const DIGIT = 4;
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));

export function isSpace(code: number): boolean {
  return (classAt(code) & SPACE) !== 0;
}

/** A letter or underscore: what a name begins with. */
export function isAlpha(code: number): boolean {
  return (classAt(code) & LETTER) !== 0;
}

export function isDigit(code: number): boolean {
  return (classAt(code) & DIGIT) !== 0;
}

export function isAlphanumeric(code: number): boolean {
  return (classAt(code) & (LETTER | DIGIT)) !== 0;
}

/** The character at an index as messages show it: `'x'`, `'\n'`. */
export function quotedCharacter(text: string, index: number): string {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0xfffd);
  if (character === '"') return `'"'`;
  return character === "'" ? `'\\''` : `'${quote(character).slice(1, -1)}'`;
}

/** NaN, the code past the end, is in no class. */
function classAt(code: number): number {
  return CLASSES[code] ?? 0;
}

function classOf(character: string): number {
  if (/[ \t\n\r]/.test(character)) return SPACE;
  if (/[0-9]/.test(character)) return DIGIT;
  return /[a-zA-Z_]/.test(character) ? LETTER : 0;
}
