import type { PatternReader } from './reader.ts';

/** What `(?imsU)` sets. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/** How a group opens in JavaScript; without it there is no group, only flags for what follows. */
export interface GroupStart {
  readonly open: string | undefined;
  readonly flags: Flags;
}

const NAMED = /\(\?P?<(\w+)>/y;
const FLAGS = /\(\?([imsU]*)(?:-([imsU]+))?([:)])/y;
const UNSUPPORTED = /\(\?(?:<?[=!]|P?<[^>]*>?|[^)]?)/y;
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  U: 'ungreedy',
};

/** Reads `(`, `(?P<name>`, `(?i:`, `(?i)`. Look-around is refused, as by RE2. */
export function readGroupStart(reader: PatternReader, flags: Flags, names: Set<string>): GroupStart {
  const start = reader.at;
  if (!reader.looksAt('(?')) {
    reader.take();
    return { open: '(', flags };
  }
  const named = reader.match(NAMED);
  if (named) return { open: openNamed(named[1] ?? '', names), flags };
  const flagged = reader.match(FLAGS);
  if (!flagged) {
    const isName = reader.looksAt('(?P<');
    reader.match(UNSUPPORTED);
    return reader.fail(isName ? 'invalid named capture' : 'invalid or unsupported Perl syntax', start);
  }
  const changed = { ...flags, ...flagsOf(flagged[1] ?? '', true), ...flagsOf(flagged[2] ?? '', false) };
  return { open: flagged[3] === ':' ? '(?:' : undefined, flags: changed };
}

/** A second group of a name, or a name that JavaScript does not take, keeps its number alone. */
function openNamed(name: string, names: Set<string>): string {
  const usable = !names.has(name) && !/^\d/.test(name);
  names.add(name);
  return usable ? `(?<${name}>` : '(';
}

function flagsOf(letters: string, value: boolean): Partial<Flags> {
  return Object.fromEntries(Array.from(letters, (letter) => [FLAG_NAMES[letter], value]));
}
