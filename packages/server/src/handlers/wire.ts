import { HttpError } from '../http/errors.ts';
import type { Matcher } from '../watch/matchers/matcher.ts';
import type { MatcherSyntax } from '../watch/matchers/syntax.ts';
import { parseMatchers } from '../watch/matchers/syntax.ts';

/** Of a time on the wire; `timeOrNull` where it may not have come yet. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

export function timeOrNull(ms: number | null | undefined): string | null {
  return ms === undefined || ms === null ? null : timeText(ms);
}

/** Matchers that a caller wrote at `path`. */
export function matchersAt(path: string, text: string, syntax: MatcherSyntax): Matcher[] {
  try {
    return parseMatchers(text, syntax);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new HttpError('bad_request', `${text} is no matcher.`, [{ path, message }]);
  }
}

export interface PageOf {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * A page of what may change between two pages: things stand in the order of their keys, which are different for each, and
 * the cursor is the key of the last one, so that none is left out or comes twice that was there all the time.
 */
export function pageByKey<T>(items: readonly T[], keyOf: (item: T) => string, { limit, cursor }: PageOf) {
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
  const keyed = items.map((item) => ({ item, key: keyOf(item) })).filter(({ key }) => key > after);
  const shown = keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = keyed.length > limit && last !== undefined ? Buffer.from(last.key).toString('base64url') : null;
  return { items: shown.map(({ item }) => item), nextCursor };
}
