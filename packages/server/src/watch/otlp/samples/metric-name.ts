/** What the name of a metric is made of. */
export interface MetricNaming {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'counter' | 'other';
}

/** UCUM's codes as Prometheus spells them. */
const units: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
};
const perUnits: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/**
 * The name that Prometheus gives an OpenTelemetry metric (opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics):
 * `http.server.duration` in `s` is `http_server_duration_seconds`, a counter ends in `_total`, a gauge of unit 1 in `_ratio`.
 */
export function metricName({ name, unit, kind }: MetricNaming): string {
  const words = name.split(/[^a-zA-Z0-9:]+/).filter((word) => word !== '');
  const [main = '', per = ''] = unit.split(/\/(.*)/s, 2).map((part) => part.trim());
  const suffixes: string[] = [];
  const mainWord = unitWord(main, units);
  if (mainWord !== '' && !words.includes(mainWord)) suffixes.push(mainWord);
  const perWord = unitWord(per, perUnits);
  if (perWord !== '' && !words.includes(perWord)) suffixes.push('per', perWord);
  const ending = kind === 'counter' ? 'total' : kind === 'gauge' && unit === '1' ? 'ratio' : undefined;
  const all = [...words, ...suffixes];
  const whole = ending === undefined ? all : [...all.filter((word) => word !== ending), ending];
  const joined = whole.join('_');
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

/** Empty for none: what stands in braces is a note, not a unit. */
function unitWord(code: string, known: Readonly<Record<string, string>>): string {
  if (code === '' || /[{}]/.test(code)) return '';
  const word = Object.hasOwn(known, code) ? (known[code] ?? '') : code;
  return word.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');
}
