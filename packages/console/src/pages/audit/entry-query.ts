import type { AuditResult } from '@seaworthy/api';
import type { TimeRange } from '../../data/range.ts';
import { searchOfRange } from '../../data/range.ts';
import type { Search } from '../../navigation/address.ts';

export const defaultRangeMs = 30 * 86_400_000;

/** Kinds of entries; services may write others. */
export const typeNames: Readonly<Record<string, string>> = {
  authentication: 'Signing in and out',
  authorization: 'Who may do what',
  system_change: 'Changes of the system',
  data_modification: 'Changes of data',
  data_access: 'Data that was looked at',
  security_event: 'Security',
};

export const resultNames: Readonly<Record<AuditResult, string>> = {
  success: 'done',
  refused: 'refused',
  failure: 'failed',
};

const filters = ['text', 'actor', 'action', 'resource', 'type'] as const;

/** What is asked, by what stands in the address; an empty word or an unknown result asks for nothing. */
export function entryQuery(search: Search, range: TimeRange) {
  const words = filters.flatMap((name) => (search[name] ? [[name, search[name].slice(0, 200)] as const] : []));
  const { result } = search;
  return {
    ...periodOf(range),
    ...(Object.fromEntries(words) as Partial<Record<(typeof filters)[number], string>>),
    ...(result !== undefined && isResult(result) && { result }),
  };
}

/** The last so long is asked in words, so that the question stays the same while time goes on. */
export function periodOf(range: TimeRange): { since: string; until?: string } {
  if ('lastMs' in range) return { since: searchOfRange(range).last ?? `${Math.round(range.lastMs / 1000)}s` };
  return { since: new Date(range.startMs).toISOString(), until: new Date(range.endMs).toISOString() };
}

export function isFiltered(search: Search): boolean {
  return [...filters, 'result'].some((name) => search[name]);
}

function isResult(text: string): text is AuditResult {
  return Object.hasOwn(resultNames, text);
}
