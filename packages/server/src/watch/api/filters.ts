import { compileRegex } from '@seaworthy/promql';
import type { Alert } from '../alerts/alert.ts';
import { isResolvedAt } from '../alerts/alert.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { matchesAll } from '../matchers/matcher.ts';
import type { MatcherSyntax } from '../matchers/syntax.ts';
import { parseMatcher } from '../matchers/syntax.ts';
import { flag } from './answer.ts';
import type { AlertStatus } from './views.ts';

/** A filter that cannot be read. */
export class BadFilter extends Error {
  override readonly name = 'BadFilter';
}

export function filtersOf(query: URLSearchParams, syntax: MatcherSyntax): Matcher[] {
  return query.getAll('filter').map((text) => sound(() => parseMatcher(text, syntax)));
}

/** Which alerts a caller wants to see. */
export function alertFilter(query: URLSearchParams, syntax: MatcherSyntax) {
  const matchers = filtersOf(query, syntax);
  const [active, silenced, inhibited] = ['active', 'silenced', 'inhibited'].map((name) => flag(query, name));
  return (alert: Alert, status: AlertStatus, now: number): boolean => {
    if (isResolvedAt(alert, now)) return false;
    if (!active && status.state === 'active') return false;
    if (!silenced && status.silencedBy.length > 0) return false;
    if (!inhibited && status.inhibitedBy.length > 0) return false;
    return matchesAll(matchers, alert.labels);
  };
}

/** A regular expression over whole names. */
export function receiverFilter(query: URLSearchParams): (name: string) => boolean {
  const text = query.get('receiver');
  if (text === null || text === '') return () => true;
  const regex = sound(() => compileRegex(text));
  return (name) => regex.test(name);
}

function sound<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new BadFilter(error instanceof Error ? error.message : String(error));
  }
}
