/** An error as a line of the log carries it. */
export interface Exception {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  /** What the error carries besides, where it is plain data: `{ statusCode: 502, url: '…' }`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const deepestCause = 5;
const toldElsewhere: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'code', 'cause', 'errors']);

/** Type, message, stack, what it carries, and the chain of causes, so far as it is worth reading. */
export function describeError(error: Error, depth = 0): Exception {
  const { code } = error as { code?: unknown };
  const details = detailsOf(error);
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(details !== undefined && { details }),
    ...(error.cause !== undefined && { cause: describeCause(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((part) => describeCause(part, depth + 1)) }),
  };
}

function describeCause(cause: unknown, depth: number): unknown {
  if (!(cause instanceof Error)) return cause;
  return depth > deepestCause ? { type: cause.name, message: cause.message } : describeError(cause, depth);
}

/** Plain data alone: errors of HTTP clients hold the request, its socket, and half of the program behind it. */
function detailsOf(error: Error): Readonly<Record<string, unknown>> | undefined {
  const found = Object.entries(error).filter(([name, value]) => !toldElsewhere.has(name) && isPlain(value));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && value !== undefined;
  if (Array.isArray(value) || value instanceof Map || value instanceof Error || value instanceof URL) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
