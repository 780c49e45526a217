/** An error as a line of the log carries it. */
export interface Exception {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const deepestCause = 5;

/** Type, message, stack and the chain of causes, so far as it is worth reading. */
export function describeError(error: Error, depth = 0): Exception {
  const { code } = error as { code?: unknown };
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.cause !== undefined && { cause: describeCause(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((part) => describeCause(part, depth + 1)) }),
  };
}

function describeCause(cause: unknown, depth: number): unknown {
  if (!(cause instanceof Error)) return cause;
  return depth > deepestCause ? { type: cause.name, message: cause.message } : describeError(cause, depth);
}
