import type { Matcher } from '../../labels/matcher.ts';
import type { Ids } from './ids.ts';
import { intersect, NO_IDS, union, without } from './ids.ts';
import { literalPrefix } from './prefix.ts';
import type { SeriesIndex } from './series-index.ts';

/**
 * The series for which all matchers hold. An absent label has the value '', so a matcher that accepts '' cannot ask for a
 * list of ids: it takes away the series whose value it refuses.
 */
export function resolve(index: SeriesIndex, matchers: readonly Matcher[]): Ids {
  const listed = matchers.filter((matcher) => isLookup(matcher));
  const lists = listed.map((matcher) => idsOf(index, matcher, matcher.candidates ?? []));
  let ids = lists.sort((a, b) => a.length - b.length).reduce<Ids | undefined>(intersectWith, undefined);
  for (const matcher of matchers) {
    if (ids?.length === 0) return NO_IDS;
    if (!listed.includes(matcher)) ids = narrow(index, ids, matcher);
  }
  return ids ?? index.all();
}

/** Whether the values that can match are known and the empty one is not among them. */
function isLookup(matcher: Matcher): boolean {
  return matcher.candidates !== undefined && !matcher.matchesEmpty;
}

function intersectWith(ids: Ids | undefined, other: Ids): Ids {
  return ids ? intersect(ids, other) : other;
}

function narrow(index: SeriesIndex, ids: Ids | undefined, matcher: Matcher): Ids {
  const refused = refusedValue(matcher);
  if (refused !== undefined) return without(ids ?? index.all(), index.ids(matcher.name, refused));
  const values = index.values(matcher.name);
  if (ids && ids.length < values.length) return filterEach(index, ids, matcher);
  const test = tester(matcher);
  if (!matcher.matchesEmpty) return intersectWith(ids, idsOf(index, matcher, values.filter(test)));
  const taken = values.filter((value) => !test(value));
  return without(ids ?? index.all(), idsOf(index, matcher, taken));
}

/** `!=` with a text refuses exactly one value. (`!= ''` asks for presence and is resolved by values.) */
function refusedValue(matcher: Matcher): string | undefined {
  return matcher.operator === '!=' && matcher.value !== '' ? matcher.value : undefined;
}

function idsOf(index: SeriesIndex, matcher: Matcher, values: readonly string[]): Ids {
  return union(values.map((value) => index.ids(matcher.name, value)));
}

/** Few series and many values: to look at the series is less work. Equal values are tried once. */
function filterEach(index: SeriesIndex, ids: Ids, matcher: Matcher): Ids {
  const known = new Map<string, boolean>();
  const test = tester(matcher);
  return ids.filter((id) => {
    const value = index.valueOf(id, matcher.name);
    const matches = known.get(value) ?? test(value);
    known.set(value, matches);
    return matches;
  });
}

/** The matcher's own test behind a comparison of the literal prefix, which settles most values of a large label. */
function tester(matcher: Matcher): (value: string) => boolean {
  const prefix = matcher.operator === '=~' ? literalPrefix(matcher.value) : '';
  if (prefix === '') return (value) => matcher.matches(value);
  return (value) => value.startsWith(prefix) && matcher.matches(value);
}
