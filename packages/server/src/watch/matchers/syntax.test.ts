import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { compareLabels, formatLabels } from './label-set.ts';
import { formatMatchers, matcher, matchesAll, sortMatchers } from './matcher.ts';
import type { MatcherSyntax } from './syntax.ts';
import { parseMatcher, parseMatchers } from './syntax.ts';
import { alertmanagerTables, noTables } from './testing.ts';

interface Case {
  readonly name: string;
  readonly input: string;
  readonly matchers?: readonly { readonly op: string; readonly name: string; readonly value: string }[];
  readonly error?: string;
}

const tables = alertmanagerTables();

describe.skipIf(tables === undefined)(
  tables ? "Alertmanager's matchers" : `Alertmanager's matchers: ${noTables}`,
  () => {
    it.each<Case>((tables?.['matcherLists']?.cases ?? []) as Case[])('list: $name', (row) => {
      expect(outcome(() => parseMatchers(row.input, 'utf8'))).toEqual(wanted(row));
    });

    it.each<Case>((tables?.['singleMatchers']?.cases ?? []) as Case[])('one: $name', (row) => {
      expect(outcome(() => [parseMatcher(row.input, 'utf8')])).toEqual(wanted(row));
    });
  },
);

function wanted({ matchers, error }: Case): unknown {
  return error ?? matchers?.map(({ op, name, value }) => `${name} ${op} ${value}`);
}

function outcome(parse: () => ReturnType<typeof parseMatchers>): unknown {
  try {
    return parse().map(({ name, operator, value }) => `${name} ${operator} ${value}`);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('both syntaxes', () => {
  it.each<[string, MatcherSyntax, unknown]>([
    // The classic one takes what follows the operator as it is, to the next comma.
    ['foo=a b', 'classic', ['foo = a b']],
    ['foo=a b', 'both', ['foo = a b']],
    ['foo=a b', 'utf8', '6:7: unexpected b: expected a comma or close brace'],
    ['{foo="a,b",job=~"x|y"}', 'classic', ['foo = a,b', 'job =~ x|y']],
    ['foo="a\\"b"', 'classic', ['foo = a"b']],
    ['foo=a"b', 'classic', 'matcher value contains unescaped double quote: a"b'],
    ['foo="', 'classic', 'matcher value contains unescaped double quote: "'],
    ['foo=""', 'classic', ['foo = ']],
    ['foo=', 'classic', ['foo = ']],
    ['foo=', 'utf8', '0:4: end of input: expected label value'],
    ['foo=\\d+', 'both', ['foo = \\d+']],
    ['foo🙂=bar', 'classic', 'bad matcher format: foo🙂=bar'],
    ['foo🙂=bar', 'both', ['foo🙂 = bar']],
    // They disagree: the older one wins, so that a file goes on to mean what it meant.
    ['foo="\\xf0\\x9f\\x99\\x82"', 'both', ['foo = \\xf0\\x9f\\x99\\x82']],
    ['foo!bar', 'both', "3:4: !: expected one of '=~': expected an operator such as '=', '!=', '=~' or '!~'"],
    ['foo="bar', 'utf8', '4:8: "bar: missing end ": expected label value'],
  ])('%s as %s', (input, syntax, result) => {
    expect(outcome(() => parseMatchers(input, syntax))).toEqual(result);
  });

  it('refuse a regular expression that is none', () => {
    expect(() => parseMatchers('foo=~"a(b"')).toThrow(/regexp/);
  });
});

describe('matching', () => {
  it('covers the whole value, and takes a missing label as empty', () => {
    const labels = { job: 'webserver' };
    const holds = (text: string) => matchesAll(parseMatchers(text), labels);
    expect(['job=~web', 'job=~web.*', 'job!~web', 'x=""', 'x!=""', 'x=~".*"', 'x=~".+"', ''].map(holds)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('printing', () => {
  it('sorts by name, value and operator, and quotes names that need it', () => {
    const list = [matcher('b', '=~', 'x\n"y"'), matcher('b', '=', 'x\n"y"'), matcher('a b', '!=', 'é')];
    expect(formatMatchers(sortMatchers(list))).toBe('{"a b"!="é",b="x\\n\\"y\\"",b=~"x\\n\\"y\\""}');
  });

  it('shows labels in order', () => {
    expect(formatLabels({ job: 'a"b', alertname: 'Down', 'x y': '1' })).toBe(
      '{alertname="Down", job="a\\"b", "x y"="1"}',
    );
  });
});

describe('labels', () => {
  it('have the fingerprint that Prometheus gives them', () => {
    expect(fingerprint({})).toBe('cbf29ce484222325');
    expect(fingerprint({ alertname: 'test1', severity: 'critical' })).toBe(
      bigFingerprint({ alertname: 'test1', severity: 'critical' }),
    );
    expect(fingerprint({ b: '🙂', a: 'Σ', '\uffff': '1', '🙂': '2' })).toBe(
      bigFingerprint({ a: 'Σ', b: '🙂', '\uffff': '1', '🙂': '2' }),
    );
  });

  it('are ordered by how many they are, then by the first difference', () => {
    expect(compareLabels({ z: '1' }, { a: '1', b: '1' })).toBeLessThan(0);
    expect(compareLabels({ a: '2' }, { a: '1' })).toBeGreaterThan(0);
    expect(compareLabels({ a: '1' }, { b: '1' })).toBeLessThan(0);
    expect(compareLabels({ a: '1' }, { a: '1' })).toBe(0);
  });
});

/** The definition of FNV-1a in whole numbers of any size, over labels that are given in order. */
function bigFingerprint(labels: Record<string, string>): string {
  let hash = 0xcbf29ce484222325n;
  for (const [name, value] of Object.entries(labels)) {
    for (const byte of Buffer.concat([Buffer.from(name), Buffer.of(255), Buffer.from(value), Buffer.of(255)])) {
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
    }
  }
  return hash.toString(16).padStart(16, '0');
}
