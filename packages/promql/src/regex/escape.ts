import type { CharSet } from './char-set.ts';
import { LAST_CODE_POINT } from './char-set.ts';
import { perlSet, unicodeSet } from './named-sets.ts';
import type { PatternReader } from './reader.ts';

const CONTROL: Readonly<Record<string, number>> = { a: 0x07, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b };
const OCTAL = /0[0-7]{0,2}|[1-7][0-7]{1,2}/y;
const HEXADECIMAL = /x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y;
const PROPERTY = /([pP])(?:\{([^}]*)\}|(.))/uy;
const INVALID = 'invalid escape sequence';

/** A character by its escape; the reader stands at the backslash. Back-references are refused, as by RE2. */
export function readEscapedCharacter(reader: PatternReader): number {
  const start = reader.at++;
  if (reader.atEnd) return reader.fail('trailing backslash at end of expression', start + 1);
  const octal = reader.match(OCTAL);
  if (octal) return Number.parseInt(octal[0], 8);
  const hexadecimal = reader.match(HEXADECIMAL);
  if (hexadecimal) {
    const code = Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16);
    return code <= LAST_CODE_POINT ? code : reader.fail(INVALID, start);
  }
  const character = reader.take();
  const control = CONTROL[character];
  if (control !== undefined) return control;
  if (!/^[!-/:-@[-`{-~ \p{Cc}]$/u.test(character)) return reader.fail(INVALID, start);
  return character.charCodeAt(0);
}

/** `\d`, `\pL`, `\P{Greek}`; undefined, and nothing passed, when there is no such class here. */
export function readEscapedSet(reader: PatternReader): CharSet | undefined {
  if (!reader.looksAt('\\')) return undefined;
  const start = reader.at;
  const perl = perlSet(reader.pattern[start + 1] ?? '');
  if (perl) {
    reader.at += 2;
    return perl;
  }
  reader.at++;
  const property = reader.match(PROPERTY);
  if (property) {
    const set = unicodeSet(property[2] ?? property[3] ?? '', property[1] === 'P');
    return set ?? reader.fail('invalid character class range', start);
  }
  reader.at = start;
  return undefined;
}
