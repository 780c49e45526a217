import type { CharSet } from './char-set.ts';
import { complementOf } from './char-set.ts';
import type { CodeRange } from './code-range.ts';

const DIGIT: readonly CodeRange[] = [[0x30, 0x39]];
const UPPER: readonly CodeRange[] = [[0x41, 0x5a]];
const LOWER: readonly CodeRange[] = [[0x61, 0x7a]];
const UNDERSCORE: readonly CodeRange[] = [[0x5f, 0x5f]];

/** RE2's are of ASCII alone; JavaScript's `\s` is wider. */
const PERL: Readonly<Record<string, readonly CodeRange[]>> = {
  d: DIGIT,
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
  w: [...DIGIT, ...UPPER, ...UNDERSCORE, ...LOWER],
};

const POSIX: Readonly<Record<string, readonly CodeRange[]>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: UPPER,
  word: [...DIGIT, ...UPPER, ...UNDERSCORE, ...LOWER],
  xdigit: [...DIGIT, [0x41, 0x46], [0x61, 0x66]],
};

/** `d`, `D`, `s`, `S`, `w`, `W`. */
export function perlSet(letter: string): CharSet | undefined {
  return orComplement(PERL[letter.toLowerCase()], letter !== letter.toLowerCase());
}

/** The name between `[:` and `:]`, perhaps with `^` before it. */
export function posixSet(name: string): CharSet | undefined {
  return orComplement(POSIX[name.replace('^', '')], name.startsWith('^'));
}

/** The name in `\p{...}`: a general category or a script. */
export function unicodeSet(name: string, negated: boolean): CharSet | undefined {
  const inverted = name.startsWith('^');
  const plain = inverted ? name.slice(1) : name;
  const letter = negated !== inverted ? 'P' : 'p';
  if (plain === 'Any') return orComplement([[0, 0x10ffff]], letter === 'P');
  const candidates = [`\\${letter}{gc=${plain}}`, `\\${letter}{Script=${plain}}`];
  const property = candidates.find(isProperty);
  return property === undefined ? undefined : { ranges: [], properties: [property] };
}

function orComplement(ranges: readonly CodeRange[] | undefined, negated: boolean): CharSet | undefined {
  return ranges && { ranges: negated ? complementOf(ranges) : ranges, properties: [] };
}

function isProperty(source: string): boolean {
  try {
    return new RegExp(source, 'u').unicode;
  } catch {
    return false;
  }
}
