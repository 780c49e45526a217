import type { PatternReader } from './reader.ts';
import type { Times, Tree } from './tree.ts';
import { sequenceOf } from './tree.ts';

/** RE2 refuses to repeat more than this often, nested repetitions multiplied. */
const MOST_REPEATS = 1000;
const COUNTED = /\{(\d+)(?:(,)(\d*))?\}/y;
const SIMPLE = /[*+?]/y;
const SIMPLE_TIMES: Readonly<Record<string, Times>> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
};

/** A piece of the pattern. */
export interface Piece {
  readonly tree: Tree;
  /** How often the piece repeats itself inside, by counted repetitions. */
  readonly repeats: number;
}

/** The piece with the repetitions that follow it in the pattern. */
export function repeated(reader: PatternReader, piece: Piece, ungreedy: boolean): Piece {
  const start = reader.at;
  const times = readRepetition(reader);
  if (!times) return piece;
  const isLazy = reader.accept('?') !== ungreedy;
  const end = reader.at;
  if (readRepetition(reader)) reader.fail('invalid nested repetition operator', start);
  reader.at = end;
  const repeats = piece.repeats * countOf(times);
  if (repeats > MOST_REPEATS) reader.fail('invalid repeat count', start);
  return { tree: repeatLast(piece.tree, times, isLazy), repeats };
}

/** Of a sequence, which is quoted text, the last character alone is repeated. */
function repeatLast(tree: Tree, times: Times, isLazy: boolean): Tree {
  const last = tree.kind === 'sequence' ? tree.parts.at(-1) : tree;
  if (tree.kind !== 'sequence' || !last) return { kind: 'repeat', part: tree, times, isLazy };
  return sequenceOf([...tree.parts.slice(0, -1), { kind: 'repeat', part: last, times, isLazy }]);
}

/** `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`. Braces that hold anything else are plain characters. */
export function readRepetition(reader: PatternReader): Times | undefined {
  const start = reader.at;
  const simple = reader.match(SIMPLE);
  if (simple) return SIMPLE_TIMES[simple[0]];
  const counted = reader.match(COUNTED);
  if (!counted) return undefined;
  const least = Number(counted[1]);
  const most = counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3]);
  const isInvalid = countOf({ least, most }) > MOST_REPEATS || most < least;
  return isInvalid ? reader.fail('invalid repeat count', start) : { least, most };
}

/** `a{2,}` counts as two. */
function countOf({ least, most }: Times): number {
  return Math.max(1, least, most === Infinity ? 0 : most);
}
