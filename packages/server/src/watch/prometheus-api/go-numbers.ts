/** A sample's value as Prometheus writes it: the shortest digits that read back the same, `1e-07`, `NaN`, `+Inf`. */
export function goNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 1e21) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return specialNumber(value) ?? padExponent(String(value));
}

/** Always with an exponent, as values of alerts are written: `2e+00`, `1.25e-07`. */
export function goExponential(value: number): string {
  const special = specialNumber(value);
  if (special !== undefined) return special;
  return (Object.is(value, -0) ? '-' : '') + padExponent(value.toExponential());
}

/** A JSON number of seconds: whole, or with three digits of milliseconds. */
export function goSeconds(timestampMs: number): string {
  if (timestampMs % 1000 === 0) return String(timestampMs / 1000);
  const [sign, ms] = timestampMs < 0 ? ['-', -timestampMs] : ['', timestampMs];
  return `${sign}${Math.floor(ms / 1000)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;
}

/** RFC 3339; `undefined` is the zero time, which says never. */
export function goTime(timestampMs: number | undefined): string {
  return timestampMs === undefined ? '0001-01-01T00:00:00Z' : new Date(timestampMs).toISOString();
}

function specialNumber(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? undefined : `${value > 0 ? '+' : '-'}Inf`;
}

/** Go writes at least two digits of an exponent. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
