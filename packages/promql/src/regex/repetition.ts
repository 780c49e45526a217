import type { PatternReader } from './reader.ts';

/** RE2 refuses to repeat more than this often, nested repetitions multiplied. */
const MOST_REPEATS = 1000;
const COUNTED = /\{(\d+)(?:(,)(\d*))?\}/y;
const SIMPLE = /[*+?]/y;

/** A piece of the translated pattern. */
export interface Piece {
  readonly source: string;
  /** How often the piece repeats itself inside, by counted repetitions. */
  readonly repeats: number;
  /** Matches a place, not text: JavaScript must see it in a group before it is repeated. */
  readonly isAssertion?: boolean;
}

/** The piece with the repetitions that follow it in the pattern. */
export function repeated(reader: PatternReader, piece: Piece, ungreedy: boolean): Piece {
  const start = reader.at;
  const repetition = readRepetition(reader);
  if (!repetition) return piece;
  const lazy = reader.accept('?') !== ungreedy;
  const end = reader.at;
  if (readRepetition(reader)) reader.fail('invalid nested repetition operator', start);
  reader.at = end;
  const repeats = piece.repeats * Math.max(1, repetition.most);
  if (repeats > MOST_REPEATS) reader.fail('invalid repeat count', start);
  const atom = piece.isAssertion ? `(?:${piece.source})` : piece.source;
  return { source: atom + repetition.source + (lazy ? '?' : ''), repeats };
}

/** `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`. Braces that hold anything else are plain characters. */
export function readRepetition(reader: PatternReader): { source: string; most: number } | undefined {
  const start = reader.at;
  const simple = reader.match(SIMPLE);
  if (simple) return { source: simple[0], most: 1 };
  const counted = reader.match(COUNTED);
  if (!counted) return undefined;
  const least = Number(counted[1]);
  const most = counted[3] === undefined || counted[3] === '' ? least : Number(counted[3]);
  if (least > MOST_REPEATS || most > MOST_REPEATS || most < least) reader.fail('invalid repeat count', start);
  return { source: counted[0], most };
}
