import type { CallInput } from '@seaworthy/api/caller';
import type { MatcherDraft } from './matcher-text.ts';
import { matcherText } from './matcher-text.ts';

/** A silence as it is being written. */
export interface SilenceDraft {
  readonly matchers: readonly MatcherDraft[];
  /** Null: now. As a field for local date and time has it. */
  readonly startsAt: string | null;
  /** From its start; null: until `endsAt`. */
  readonly durationMs: number | null;
  readonly endsAt: string;
  readonly comment: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
export const durations: readonly { readonly ms: number; readonly name: string }[] = [
  { ms: 30 * minute, name: '30 min' },
  { ms: hour, name: '1 h' },
  { ms: 2 * hour, name: '2 h' },
  { ms: 8 * hour, name: '8 h' },
  { ms: day, name: '1 d' },
  { ms: 7 * day, name: '7 d' },
];

export const noMatcher: MatcherDraft = { name: '', operator: '=', value: '' };

export function newDraft(matchers: readonly MatcherDraft[], nowMs: number): SilenceDraft {
  return {
    matchers: matchers.length === 0 ? [noMatcher] : matchers,
    ...{ startsAt: null, durationMs: 2 * hour, endsAt: localText(nowMs + 2 * hour), comment: '' },
  };
}

/** The matchers that say something, as they are sent. */
export function wantedMatchers({ matchers }: Pick<SilenceDraft, 'matchers'>): string[] {
  return matchers
    .filter(({ name }) => name.trim() !== '')
    .map((each) => matcherText({ ...each, name: each.name.trim() }));
}

export function startOf({ startsAt }: SilenceDraft, nowMs: number): number {
  return startsAt === null ? nowMs : Date.parse(startsAt);
}

export function endOf(draft: SilenceDraft, nowMs: number): number {
  return draft.durationMs === null ? Date.parse(draft.endsAt) : startOf(draft, nowMs) + draft.durationMs;
}

/** What is still missing, by field; none: it can be sent. */
export function faultsOf(
  draft: SilenceDraft,
  nowMs: number,
): { matchers?: string; start?: string; end?: string; comment?: string } {
  const [start, end] = [startOf(draft, nowMs), endOf(draft, nowMs)];
  return {
    ...(wantedMatchers(draft).length === 0 && { matchers: 'Name at least one label.' }),
    ...(Number.isNaN(start) && { start: 'When does it begin?' }),
    ...(!(end > Math.max(start, nowMs)) && { end: 'The end has to come after the beginning, and after now.' }),
    ...(draft.comment.trim() === '' && { comment: 'Say why: others will ask.' }),
  };
}

export function requestOf(draft: SilenceDraft, id: string | undefined, nowMs: number): CallInput<'createSilence'> {
  return {
    body: {
      ...(id !== undefined && { id }),
      matchers: wantedMatchers(draft),
      ...(draft.startsAt !== null && { startsAt: new Date(draft.startsAt).toISOString() }),
      endsAt: new Date(endOf(draft, nowMs)).toISOString(),
      comment: draft.comment.trim(),
    },
  };
}

/** As a field for local date and time wants it. */
export function localText(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * minute).toISOString().slice(0, 16);
}
