import type { CodeRange } from './code-range.ts';
import { foldedRanges } from './fold.ts';

export const LAST_CODE_POINT = 0x10ffff;

/** What one character of the text may be: ranges, and Unicode properties by their JavaScript name (`\p{L}`). */
export interface CharSet {
  readonly ranges: readonly CodeRange[];
  readonly properties: readonly string[];
}

export function unionOf(sets: readonly CharSet[]): CharSet {
  return { ranges: sets.flatMap((set) => set.ranges), properties: sets.flatMap((set) => set.properties) };
}

export function complementOf(ranges: readonly CodeRange[]): CodeRange[] {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

/** The set as a class of JavaScript's RegExp with the `u` flag. */
export function classSource(
  set: CharSet,
  options: { readonly negated: boolean; readonly ignoreCase: boolean },
): string {
  const ranges = options.ignoreCase ? foldedRanges(set.ranges) : set.ranges;
  const body = ranges.map(rangeSource).join('') + set.properties.join('');
  return `[${options.negated ? '^' : ''}${body}]`;
}

/** One character outside a class. */
export function characterSource(code: number, ignoreCase: boolean): string {
  const folded = ignoreCase ? foldedRanges([[code, code]]) : [];
  if (folded.length > 1) return classSource({ ranges: folded, properties: [] }, { negated: false, ignoreCase: false });
  return codeSource(code);
}

function rangeSource([first, last]: CodeRange): string {
  return first === last ? codeSource(first) : `${codeSource(first)}-${codeSource(last)}`;
}

function codeSource(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[0-9A-Za-z_ ]$/.test(character) ? character : `\\u{${code.toString(16)}}`;
}
