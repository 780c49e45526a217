/** Whoever asks for more than this is asked again after it. */
const LONGEST_MS = 3_600_000;

/** Milliseconds of a `Retry-After` header: seconds, or a date. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+(?:\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return bounded(ms);
}

/** The same of a number of seconds in an answer's JSON, found where `path` leads. */
export function retryAfterInJson(body: string, ...path: readonly string[]): number | undefined {
  const seconds = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], parse(body));
  return typeof seconds === 'number' ? bounded(seconds * 1000) : undefined;
}

function bounded(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : Math.ceil(Math.min(LONGEST_MS, Math.max(0, ms)));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
