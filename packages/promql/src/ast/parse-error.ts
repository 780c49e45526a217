export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes of UTF-8, as promtool counts. */
  readonly column: number;
}

/** A query that is refused: where, and why. Its message reads as promtool's: `1:5: parse error: ...`. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly line: number;
  readonly column: number;

  constructor(
    query: string,
    /** Index into the query's string. */
    readonly offset: number,
    /** The message without position. */
    readonly reason: string,
  ) {
    const { line, column } = positionOf(query, offset);
    super(`${line}:${column}: parse error: ${reason}`);
    this.line = line;
    this.column = column;
  }
}

/** Line and column of an index into a query. */
export function positionOf(query: string, offset: number): Position {
  const before = query.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: Buffer.byteLength(before.slice(lineStart)) + 1 };
}
