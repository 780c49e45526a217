import type { CodeRange } from './code-range.ts';

const LAST_ASCII = 0x7f;
/** Beyond it no character has two cases. */
const LAST_WITH_CASE = 0x1e943;
const KELVIN = 0x212a;
const LONG_S = 0x17f;

let allOrbits: ReadonlyMap<number, readonly number[]> | undefined;

/** The ranges and every character that differs from one of theirs by case alone (simple folding, as RE2 does). */
export function foldedRanges(ranges: readonly CodeRange[]): CodeRange[] {
  const mates = ranges.flatMap(([first, last]) =>
    last <= LAST_ASCII ? asciiMates(first, last) : unicodeMates(first, last),
  );
  const extra = [...new Set(mates)].filter((code) => !ranges.some(([first, last]) => code >= first && code <= last));
  return [...ranges, ...extra.map((code): CodeRange => [code, code])];
}

function asciiMates(first: number, last: number): number[] {
  const mates: number[] = [];
  for (let code = first; code <= last; code++) {
    const letter = code | 0x20;
    if (letter < 0x61 || letter > 0x7a) continue;
    mates.push(code ^ 0x20);
    if (letter === 0x6b) mates.push(KELVIN);
    if (letter === 0x73) mates.push(LONG_S);
  }
  return mates;
}

function unicodeMates(first: number, last: number): number[] {
  allOrbits ??= findOrbits();
  const mates: number[] = [];
  for (let code = first; code <= Math.min(last, LAST_WITH_CASE); code++) mates.push(...(allOrbits.get(code) ?? []));
  return mates;
}

/** All characters grouped with those of the same case folding; made once, when a pattern first needs it. */
function findOrbits(): ReadonlyMap<number, readonly number[]> {
  const byFolding = new Map<string, number[]>();
  for (let code = 0; code <= LAST_WITH_CASE; code++) {
    const folding = simpleFolding(String.fromCodePoint(code));
    const orbit = byFolding.get(folding);
    if (orbit) orbit.push(code);
    else byFolding.set(folding, [code]);
  }
  const orbits = [...byFolding.values()].filter((orbit) => orbit.length > 1);
  return new Map(orbits.flatMap((orbit) => orbit.map((code) => [code, orbit] as const)));
}

/** Lower case of upper case, where each is one character: joins ſ with s, the Kelvin sign with k, ς with σ. */
function simpleFolding(character: string): string {
  const upper = character.toUpperCase();
  const base = isOneCharacter(upper) ? upper : character;
  const lower = base.toLowerCase();
  return isOneCharacter(lower) ? lower : base;
}

function isOneCharacter(text: string): boolean {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}
