/** Where our answers are not those of Prometheus 3.5. The reference page and a test are made from this list. */
export interface Divergence {
  readonly about: string;
  readonly upstream: string;
  readonly here: string;
  /** A script (see testdata/README.md) that passes here; absent where no query shows it. */
  readonly script?: string;
}

const sameLabels = `
load 1m
  early_total{x="1"} 0 60 120
  late_total{x="1"} _ _ _ _ _ _ _ _ _ 0 60 120
eval range from 2m to 11m step 9m rate({__name__=~"early_total|late_total"}[2m])
  {x="1"} 1 1`;

const filteredMatches = `
load 1m
  used{host="a",disk="1"} 1
  used{host="a",disk="2"} 3
  most{host="a"} 2
eval instant at 0 used > on(host) most
  expect fail multiple matches for labels: many-to-one matching must be explicit`;

const ties = `
load 1m
  load{host="b"} 1
  load{host="a"} 1
  load{host="c"} 1
eval instant at 0 topk(2, load)
  expect ordered
  load{host="a"} 1
  load{host="b"} 1`;

const reservedLabels = `
load 1m
  size{__type__="gauge",__unit__="bytes",host="a"} 8
eval instant at 0 size / 2
  {host="a"} 4`;

const fixedTimestamp = `
load 1m
  a 1 2 3
eval instant at 0 timestamp(a @ 120 offset 1m)
  {} 60`;

export const DIVERGENCES: readonly Divergence[] = [
  {
    about: 'Native histograms',
    upstream: 'Samples can be histograms; functions and operators work on them.',
    here: 'Samples are floats. Functions of native histograms (`histogram_count` and its like) are known and, of floats, answer with nothing, as upstream does. Classic histograms (`_bucket` series with `le`) work with `histogram_quantile` and `histogram_fraction`.',
    script: 'eval instant at 0 histogram_sum(vector(1))',
  },
  {
    about: 'Experimental functions, aggregations and modifiers',
    upstream: 'Enabled by a feature flag.',
    here: 'Refused by name. There are no feature flags.',
    script: 'eval instant at 0 limitk(1, vector(1))\n  expect fail limitk() is experimental and not supported',
  },
  {
    about: '`first_over_time`',
    upstream: 'Came after 3.5.',
    here: 'Is there, and keeps the metric’s name as `last_over_time` does.',
    script: 'load 1m\n  a 1 2 3\neval instant at 2m first_over_time(a[10m])\n  a 1',
  },
  {
    about: 'One-to-one matching with a second match that a comparison filters out',
    upstream: '3.5 answers when at most one match is left; later versions refuse.',
    here: 'Is refused, as by later versions: the answer would depend on the values.',
    script: filteredMatches,
  },
  {
    about: 'Series that lose their names in a range query and never have a value at the same time',
    upstream:
      'Merged after most functions, refused after functions of range vectors (`vector cannot contain metrics with the same labelset`).',
    here: 'Always merged; refused when two have a value at one step.',
    script: sameLabels,
  },
  {
    about: '`topk` and `bottomk` of equal values',
    upstream: 'Which of the series are kept depends on their order in a heap.',
    here: 'Those that come first, sorted by labels.',
    script: ties,
  },
  {
    about: 'Date functions of NaN and infinity',
    upstream: 'Depends on the processor.',
    here: 'NaN.',
    script: 'eval instant at 0 year(vector(NaN))\n  {} NaN',
  },
  {
    about: 'The labels `__type__` and `__unit__`',
    upstream: 'Ordinary labels, unless a feature flag is set.',
    here: 'Go wherever the metric’s name goes, as with the flag.',
    script: reservedLabels,
  },
  {
    about: '`timestamp` of a selector with both `@` and `offset`',
    upstream: 'Forgets the offset.',
    here: 'Heeds it: the time of the sample that the selector finds.',
    script: fixedTimestamp,
  },
  {
    about: 'The limit of samples in memory',
    upstream: 'Counts samples in windows and answers while a query is evaluated.',
    here: 'Counts samples that selectors read and points of intermediate answers, a point for every step whether or not there is a value. Of the same limit, long range queries reach it earlier here. The message says the limit.',
  },
  {
    about: 'Last digits',
    upstream: 'Go’s mathematics.',
    here: 'JavaScript’s: powers, logarithms, exponentials and trigonometric functions may differ in the last digit, and so may what is made from them, such as labels of `count_values`.',
  },
  {
    about: 'Order of label values outside of the Basic Multilingual Plane',
    upstream: 'By bytes of UTF-8.',
    here: 'By UTF-16 code units: characters above U+FFFF come before U+E000 to U+FFFF.',
  },
  {
    about: 'Remarks on an answer',
    upstream: 'The HTTP API cuts warnings and infos off at ten each.',
    here: 'The engine gives all of them.',
  },
];
