import { AGGREGATE_OPERATORS } from '../../packages/promql/src/ast/index.ts';
import { DIVERGENCES } from '../../packages/promql/src/divergences.ts';
import { DEFAULTS } from '../../packages/promql/src/evaluate/options.ts';
import { FUNCTIONS } from '../../packages/promql/src/functions/signatures.ts';
import { code, page, section, table } from './markdown.ts';

const intro =
  'Queries are answered as Prometheus 3.5 answers them for float samples: ranges and the lookback are open on the left, names may be any UTF-8. What differs is listed at the end; a test holds the list to the engine.';

export function promqlPage(): string {
  return page('PromQL', intro, functions(), operators(), limits(), divergences());
}

function functions(): string {
  const known = [...FUNCTIONS.values()].filter(({ experimental }) => !experimental);
  const refused = [...FUNCTIONS.values()].filter(({ experimental }) => experimental);
  return section(
    'Functions',
    `${list(known.map(({ name }) => name))}.`,
    `Refused, since experimental upstream: ${list(refused.map(({ name }) => name))}.`,
  );
}

function operators(): string {
  return section(
    'Operators',
    `Aggregations: ${list([...AGGREGATE_OPERATORS])} with \`by\` and \`without\`.`,
    'Between vectors: `on`, `ignoring`, `group_left`, `group_right`, `bool`, `and`, `or`, `unless`. Selectors: `offset`, `@` (a time, `start()`, `end()`), ranges, subqueries.',
  );
}

function limits(): string {
  const rows = [
    ['`lookbackMs`', minutes(DEFAULTS.lookbackMs), 'how long a sample counts as the present value of its series'],
    ['`maxSamples`', DEFAULTS.maxSamples.toLocaleString('en'), 'samples that one query may hold at a time'],
    ['`timeoutMs`', minutes(DEFAULTS.timeoutMs), 'time that one query may take'],
    ['`defaultSubqueryStepMs`', minutes(DEFAULTS.defaultSubqueryStepMs), 'step of a subquery that names none'],
  ];
  return section('Limits', table(['option of `createEngine`', 'default', 'is'], rows));
}

function minutes(durationMs: number): string {
  return `${durationMs / 60_000} min`;
}

function divergences(): string {
  const rows = DIVERGENCES.map(({ about, upstream, here }) => [about, upstream, here]);
  return section('Where answers differ from those of Prometheus 3.5', table(['about', 'Prometheus', 'here'], rows));
}

function list(names: readonly string[]): string {
  return names.toSorted().map(code).join(', ');
}
