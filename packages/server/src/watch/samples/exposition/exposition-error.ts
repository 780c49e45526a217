/** A page of metrics that cannot be read: nothing of it counts. */
export class ExpositionError extends Error {
  constructor(
    /** From 1. */
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line}: ${reason}`);
    this.name = 'ExpositionError';
  }
}

/** What is wrong with the line being read; the parser adds which line that is. */
export class LineError extends Error {}
