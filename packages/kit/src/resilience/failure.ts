import { ResilienceError } from './resilience-error.ts';

/**
 * What a failed call says. `transient`: it may succeed when it is tried again. `permanent`: what was called works, and said
 * no. `refused`: by a protection of ours, before anything was called. `cancelled`: by who asked for it. `unknown`: the rest.
 */
export type FailureKind = 'transient' | 'permanent' | 'refused' | 'cancelled' | 'unknown';

/** Statuses that say "not now" rather than "no". */
export const retriableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What the operating system, `node:net`, `node:dns` and undici call a connection that did not work. */
const transientCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const deepestCause = 5;

export function failureKind(error: unknown): FailureKind {
  if (error instanceof ResilienceError) return error.code === 'timed_out' ? 'transient' : 'refused';
  const status = statusOf(error);
  if (status !== undefined) return retriableStatuses.has(status) ? 'transient' : 'permanent';
  if (nameOf(error) === 'TimeoutError') return 'transient';
  if (nameOf(error) === 'AbortError') return 'cancelled';
  return causesOf(error).some((cause) => transientCodes.has(codeOf(cause))) ? 'transient' : 'unknown';
}

/** The wait that the failed answer asked for. */
export function retryAfterOf(error: unknown): number | undefined {
  const value = fieldOf(error, 'retryAfterMs');
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** An error that carries an HTTP status, by either of its usual names. */
function statusOf(error: unknown): number | undefined {
  const status = fieldOf(error, 'status') ?? fieldOf(error, 'statusCode');
  return typeof status === 'number' && status >= 300 && status <= 599 ? status : undefined;
}

/** `fetch` hides what happened in `cause`. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let next = error; next instanceof Error && causes.length < deepestCause; next = next.cause) causes.push(next);
  return causes;
}

function codeOf(error: unknown): string {
  return String(fieldOf(error, 'code'));
}

function nameOf(error: unknown): unknown {
  return fieldOf(error, 'name');
}

function fieldOf(error: unknown, field: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
}
