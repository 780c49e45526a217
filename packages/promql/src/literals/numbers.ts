const DECIMAL = /^(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;
const HEXADECIMAL = /^0[xX](?:_?[0-9a-fA-F])+$/;
const OCTAL = /^0(?:_?[0-7])+$/;
const LARGEST_HEXADECIMAL = 2n ** 63n - 1n;

/** The value of a number as written in a query, or undefined when it is malformed or too large. */
export function parseNumber(text: string): number | undefined {
  if (/^inf$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  const digits = text.replaceAll('_', '');
  if (OCTAL.test(text)) return Number(`0o${digits.slice(1)}`);
  if (HEXADECIMAL.test(text)) return BigInt(digits) > LARGEST_HEXADECIMAL ? undefined : Number(digits);
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

/** The shortest digits that read back as the same number, never with an exponent; `+Inf`, `-Inf`, `NaN`. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + withoutExponent(String(Math.abs(value)));
}

function withoutExponent(text: string): string {
  const [mantissa = '', exponentText] = text.split('e');
  if (exponentText === undefined) return text;
  const exponent = Number(exponentText);
  const [whole = '', fraction = ''] = mantissa.split('.');
  if (exponent >= 0) return whole + fraction.padEnd(exponent, '0');
  return `0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`;
}

/** Six digits after the point, as messages show a timestamp. */
export function formatTimestampSeconds(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}
