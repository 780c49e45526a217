import type { Matcher } from '../../matchers/matcher.ts';
import { matcher, sortMatchers } from '../../matchers/matcher.ts';
import type { MatcherSyntax } from '../../matchers/syntax.ts';
import { isNameIn, parseMatchers } from '../../matchers/syntax.ts';
import type { Field } from '../../yaml/field.ts';

type Members = ReadonlyMap<string, Field>;

/** The three ways to write conditions, `match`, `match_re` and `matchers`, with `source_` or `target_` before them where so given. */
export function readMatchers(members: Members, prefix: string, syntax: MatcherSyntax): Matcher[] {
  return sortMatchers([
    ...readMap(members.get(`${prefix}match`), syntax, (name, value) => matcher(name, '=', value)),
    // The older form keeps its anchors, which show in the key of the group.
    ...readMap(members.get(`${prefix}match_re`), syntax, (name, value) => matcher(name, '=~', `^(?:${value})$`)),
    ...(members.get(`${prefix}matchers`)?.items() ?? []).flatMap((item) => readList(item, syntax)),
  ]);
}

function readMap(
  field: Field | undefined,
  syntax: MatcherSyntax,
  make: (name: string, value: string) => Matcher,
): Matcher[] {
  return [...(field?.mapping() ?? [])].flatMap(([name, value]) => {
    if (!isNameIn(syntax, name))
      value.report(`invalid label name ${JSON.stringify(name)}`, 'Write the name of a label.');
    const text = value.text();
    return text === undefined ? [] : sound(value, () => [make(name, text)]);
  });
}

function readList(item: Field, syntax: MatcherSyntax): Matcher[] {
  const text = item.text();
  return text === undefined ? [] : sound(item, () => parseMatchers(text, syntax));
}

function sound(field: Field, read: () => Matcher[]): Matcher[] {
  try {
    return read();
  } catch (error) {
    field.report(
      error instanceof Error ? error.message : String(error),
      'Write matchers such as severity="critical" or job=~"web.*".',
    );
    return [];
  }
}
