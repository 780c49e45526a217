import fc from 'fast-check';
import { FUNCTIONS } from '../functions/signatures.ts';

export interface QueryOptions {
  /** Only what Prometheus 2.42 reads as well: no durations as numbers, no quoted names, no newer functions. */
  readonly since?: '2.42' | '3.5';
  /** How often, of 100, a part has whatever type comes instead of the one that belongs there. */
  readonly mistypedPercent?: number;
  /** What selectors and groupings are made of; by default whatever is hard to read. */
  readonly words?: Words;
}

export interface Words {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
  /** Values of matchers, as written. */
  readonly values: readonly string[];
  readonly durations: readonly string[];
  /** Behind `@`. */
  readonly times: readonly string[];
}

type Text = fc.Arbitrary<string>;

const NEWER_FUNCTIONS = new Set(['first_over_time', 'histogram_avg', 'histogram_stddev', 'histogram_stdvar']);
const METRICS = [
  'up',
  'a',
  'http_requests_total',
  'job:rate5m:sum',
  ':x',
  'sum',
  'topk',
  'by',
  'offset',
  'or',
  'start',
];
const LABELS = ['job', 'le', 'instance', 'by', 'on', 'group_left', 'bool', 'sum', 'and', '__name__x'];
const STRINGS = [
  '"x"',
  "'a\\tb'",
  '`raw\\`',
  '"\\u00e4\\x41\\101"',
  '"ä🙂"',
  '""',
  '"5.."',
  '"a|b"',
  '".+"',
  '"(?i:x)[a-c]+"',
];
const NUMBERS = ['1', '0.5', '.5', '5.', '1e3', '2E-2', '0x1F', '010', 'Inf', 'nan', '1e300'];
const NEWER_NUMBERS = ['1_000', '0x_1f', '5m', '1h30m', '250ms'];
const DURATIONS = ['5m', '1h30m', '90d', '1w', '1y', '250ms', '1m500ms', '2w1d'];

const TIMES = ['start()', 'end()', '100', '-1.5', '1e9'];
const HARD_WORDS: Words = { metrics: METRICS, labels: LABELS, values: STRINGS, durations: DURATIONS, times: TIMES };

/** Queries, as text, that are mostly valid. */
export function queryText({ since = '3.5', mistypedPercent = 0, words = HARD_WORDS }: QueryOptions = {}): Text {
  const newer = since === '3.5';
  const { expr } = fc.letrec<Record<'expr' | 'vector' | 'scalar' | 'matrix' | 'string', string>>((tie) => {
    const any = fc.oneof(tie('vector'), tie('scalar'), tie('matrix'), tie('string'));
    const slot = (type: 'vector' | 'scalar' | 'matrix' | 'string') =>
      fc.oneof({ weight: mistypedPercent, arbitrary: any }, { weight: 100 - mistypedPercent, arbitrary: tie(type) });
    const vector = slot('vector');
    const scalar = slot('scalar');
    return {
      expr: fc.oneof({ weight: 9, arbitrary: vector }, { weight: 1, arbitrary: any }),
      vector: fc.oneof(
        { maxDepth: 5, depthSize: 'small' },
        join(selector(newer, words), modifiers(newer, words)),
        selector(newer, words),
        calls('vector', slot, newer),
        aggregation(vector, scalar, newer, words),
        binary(vector, vector, newer, words),
        binary(fc.oneof(join(vector, fc.constant(' ')), scalar), vector, newer, words, false),
        binary(vector, scalar, newer, words, false),
        join(fc.constantFrom('-', '+', '- '), vector),
        parens(vector),
      ),
      scalar: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom(...NUMBERS, ...(newer ? NEWER_NUMBERS : [])),
        calls('scalar', slot, newer),
        join(scalar, fc.constantFrom('+', ' - ', '*', ' / ', '%', ' ^ ', '^', ' atan2 ', ' == bool ', '<bool'), scalar),
        join(fc.constantFrom('-', '+'), scalar),
        parens(scalar),
      ),
      matrix: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        join(selector(newer, words), brackets(duration(newer, words)), modifiers(newer, words)),
        join(
          vector,
          brackets(join(duration(newer, words), fc.constant(':'), optional(duration(newer, words)))),
          modifiers(newer, words),
        ),
      ),
      string: fc.constantFrom(...STRINGS),
    };
  });
  return expr;
}

function selector(newer: boolean, words: Words): Text {
  const name = fc.oneof(fc.constantFrom(...words.labels), ...(newer ? [fc.constantFrom('"a label"', "'ä'")] : []));
  const matcher = join(name, fc.constantFrom('=', '!=', '=~', '!~', ' = '), fc.constantFrom(...words.values));
  const matchers = list(matcher, 3, newer ? ', ' : ',');
  const metric = fc.constantFrom(...words.metrics);
  const quoted = fc.constantFrom('{"a metric"}', '{"ü",job="x"}', '{job="x", "up"}');
  const written = [metric, join(metric, braces(matchers)), braces(matchers), ...(newer ? [quoted] : [])];
  return fc.oneof(...written);
}

function calls(returns: string, slot: (type: 'vector' | 'scalar' | 'matrix' | 'string') => Text, newer: boolean): Text {
  const usable = [...FUNCTIONS.values()].filter((each) => each.returns === returns && !each.experimental);
  return fc.constantFrom(...usable.filter((each) => newer || !NEWER_FUNCTIONS.has(each.name))).chain((each) => {
    const most = Math.min(each.maxArgs, each.args.length + 1);
    const count = fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: each.minArgs, max: most }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }) },
    );
    const argument = (index: number) => slot(each.args[Math.min(index, each.args.length - 1)] ?? 'scalar');
    const args = count.chain((length) => fc.tuple(...Array.from({ length }, (_, index) => argument(index))));
    return args.map((texts) => `${each.name}(${texts.join(', ')})`);
  });
}

function aggregation(vector: Text, scalar: Text, newer: boolean, words: Words): Text {
  const modifier = join(fc.constantFrom('by', 'without ', 'BY '), grouping(newer, words));
  const plain = join(fc.constantFrom('sum', 'AVG', 'count', 'group', 'stddev'), optional(modifier), parens(vector));
  const after = join(fc.constantFrom('max', 'Min', 'stdvar'), parens(vector), fc.constant(' '), modifier);
  const ranked = fc.constantFrom('topk', 'bottomk', 'quantile');
  const parameter = join(ranked, optional(modifier), parens(join(scalar, fc.constant(', '), vector)));
  const counted = join(
    fc.constant('count_values'),
    parens(join(fc.constantFrom(...STRINGS), fc.constant(','), vector)),
  );
  return fc.oneof(plain, after, parameter, counted);
}

function binary(left: Text, right: Text, newer: boolean, words: Words, matching = true): Text {
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '^', 'atan2', '==', '!=', '<', '>=', 'and', 'or', 'unless');
  const bool = fc.constantFrom('', '', '', ' bool');
  const match = join(fc.constantFrom(' on', ' ignoring '), grouping(newer, words));
  const side = join(fc.constantFrom('', '', ' group_left', ' group_right '), optional(grouping(newer, words)));
  const modifier = matching ? optional(fc.oneof(match, join(match, side))) : fc.constant('');
  return join(left, fc.constantFrom(' ', '\n', ' # why\n'), operator, bool, modifier, fc.constant(' '), right);
}

function modifiers(newer: boolean, words: Words): Text {
  const offset = join(fc.constantFrom(' offset ', ' OFFSET -'), duration(newer, words));
  const at = join(fc.constant(' @ '), fc.constantFrom(...words.times, ...(newer ? ['5m'] : [])));
  return fc.oneof(fc.constant(''), offset, at, join(at, offset), join(offset, at));
}

function duration(newer: boolean, words: Words): Text {
  return fc.constantFrom(...words.durations, ...(newer ? ['300', '0.5', '1e3'] : []));
}

function grouping(newer: boolean, words: Words): Text {
  return parens(list(fc.constantFrom(...words.labels, ...(newer ? ['"a label"'] : [])), 2, ', '));
}

function list(item: Text, maxLength: number, separator: string): Text {
  return fc.array(item, { maxLength }).map((items) => items.join(separator));
}

function join(...parts: readonly Text[]): Text {
  return fc.tuple(...parts).map((texts) => texts.join(''));
}

function optional(text: Text): Text {
  return fc.oneof(fc.constant(''), text);
}

function parens(text: Text): Text {
  return text.map((inner) => `(${inner})`);
}

function brackets(text: Text): Text {
  return text.map((inner) => `[${inner}]`);
}

function braces(text: Text): Text {
  return text.map((inner) => `{${inner}}`);
}
