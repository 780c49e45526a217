import type { z } from 'zod';

/** A request below `/api/v2`, from whatever server it came in. */
export interface ApiRequest {
  readonly method: string;
  /** Decoded, without `/api/v2`: `/silence/0b1c…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the JSON said; undefined when there was none. */
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** To be written as JSON; undefined is an empty body. */
  readonly body?: unknown;
}

export function ok(body?: unknown): ApiAnswer {
  return { status: 200, ...(body === undefined ? {} : { body }) };
}

/** The request made sense, and what it asks for does not. */
export function badRequest(message: string): ApiAnswer {
  return { status: 400, body: message };
}

/** What makes a request senseless, thrown to whoever answers it. */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Unprocessable(`${problems.join('; ')}`);
}

const FLAGS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export function flag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  if (text === null || text === '') return true;
  const value = FLAGS.get(text.toLowerCase());
  if (value === undefined) throw new Unprocessable(`${name} in query must be true or false`);
  return value;
}
