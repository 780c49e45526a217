import { AGGREGATE_OPERATORS } from '../../packages/promql/src/ast/index.ts';
import { DIVERGENCES } from '../../packages/promql/src/divergences.ts';
import { DEFAULTS } from '../../packages/promql/src/evaluate/options.ts';
import { FUNCTIONS } from '../../packages/promql/src/functions/signatures.ts';
import { DAY_MS, DEFAULT_TIERS, FIRST_TIER_MS, SECOND_TIER_MS } from '../../packages/promql/src/storage/tiers/plan.ts';
import { code, page, section, table } from './markdown.ts';

const HOUR_MS = 3_600_000;
const intro =
  'Queries are answered as Prometheus 3.5 answers them for float samples: ranges and the lookback are open on the left, names may be any UTF-8. What differs is listed at the end; a test holds the list to the engine.';

export function promqlPage(): string {
  return page('PromQL', intro, functions(), operators(), limits(), tiers(), divergences());
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

/** Prometheus keeps all samples as they came: whoever comes from there does not expect this. */
function tiers(): string {
  const { rawMs, minuteMs, keepMs } = DEFAULT_TIERS;
  const rows = [
    [`${rawMs / HOUR_MS} h`, 'as scraped', 'two scrapes'],
    [`${minuteMs / HOUR_MS} h`, `one in ${minutes(FIRST_TIER_MS)}`, `\`[${(2 * FIRST_TIER_MS) / 60_000}m]\``],
    [`${keepMs / DAY_MS} d`, `one in ${minutes(SECOND_TIER_MS)}`, `\`[${(2 * SECOND_TIER_MS) / 60_000}m]\``],
  ];
  return section(
    'Older samples are fewer',
    table(['up to an age of', 'samples are kept', 'narrowest range with two of them'], rows),
    'A rate needs two samples. `rate(x[5m])` over last week therefore answers with nothing: write a range of at least twice the distance of the samples, `rate(x[15m])`, or record what you want to look at later by a rule: `record: job:x:rate5m`. Counter resets and the newest value of each step are kept, so rates over such ranges are what they were; the highest and lowest values within a step are gone.',
  );
}

function divergences(): string {
  const rows = DIVERGENCES.map(({ about, upstream, here }) => [about, upstream, here]);
  return section('Where answers differ from those of Prometheus 3.5', table(['about', 'Prometheus', 'here'], rows));
}

function list(names: readonly string[]): string {
  return names.toSorted().map(code).join(', ');
}
