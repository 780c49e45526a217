import type { CharSet } from './char-set.ts';
import { classSource, unionOf } from './char-set.ts';
import type { CodeRange } from './code-range.ts';
import { readEscapedCharacter, readEscapedSet } from './escape.ts';
import { posixSet } from './named-sets.ts';
import type { PatternReader } from './reader.ts';

const POSIX_NAME = /\[:(\^?[a-z]+):\]/y;

/** `[...]` as a JavaScript class; the reader stands at the opening bracket. */
export function translateClass(reader: PatternReader, ignoreCase: boolean): string {
  const start = reader.at;
  reader.take();
  const negated = reader.accept('^');
  const sets: CharSet[] = [];
  // A closing bracket that comes first is a member like any other.
  while (sets.length === 0 || !reader.accept(']')) {
    if (reader.atEnd) reader.fail('missing closing ]', start);
    sets.push(readMember(reader, start));
  }
  return classSource(unionOf(sets), { negated, ignoreCase });
}

function readMember(reader: PatternReader, start: number): CharSet {
  return readPosixSet(reader) ?? readEscapedSet(reader) ?? { ranges: [readRange(reader, start)], properties: [] };
}

function readPosixSet(reader: PatternReader): CharSet | undefined {
  const start = reader.at;
  const name = reader.match(POSIX_NAME);
  return name && (posixSet(name[1] ?? '') ?? reader.fail('invalid character class range', start));
}

function readRange(reader: PatternReader, start: number): CodeRange {
  const rangeStart = reader.at;
  const first = readCharacter(reader, start);
  const isRange = reader.looksAt('-') && !reader.looksAt('-]') && reader.at + 1 < reader.pattern.length;
  if (!isRange) return [first, first];
  reader.take();
  const last = readCharacter(reader, start);
  return last < first ? reader.fail('invalid character class range', rangeStart) : [first, last];
}

function readCharacter(reader: PatternReader, start: number): number {
  if (reader.atEnd) return reader.fail('missing closing ]', start);
  return reader.looksAt('\\') ? readEscapedCharacter(reader) : (reader.take().codePointAt(0) ?? 0);
}
