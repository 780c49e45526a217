/** Floats as Go's strconv writes them; `precision` undefined is the shortest text that reads back as the same number. */

export function formatG(value: number, precision?: number): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const digits = precision === undefined ? undefined : Math.max(precision, 1);
  const [mantissa, exponent] = parts(digits === undefined ? value.toExponential() : exponential(value, digits - 1));
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const limit = digits ?? 6;
  return exponent < -4 || exponent >= limit ? `${trimmed}e${exponentText(exponent)}` : positional(trimmed, exponent);
}

export function formatF(value: number, precision = 6): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  return (Object.is(value, -0) ? '-' : '') + fixed(value, precision);
}

export function formatE(value: number, precision = 6): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  const [mantissa, exponent] = parts(exponential(value, precision));
  return `${Object.is(value, -0) ? '-' : ''}${mantissa}e${exponentText(exponent)}`;
}

function notFinite(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : undefined;
}

/** `toFixed` writes an exponent from 1e21 on, where a float is a whole number. */
function fixed(value: number, precision: number): string {
  if (Math.abs(value) < 1e21) return value.toFixed(Math.min(precision, 100));
  return BigInt(value).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
}

function exponential(value: number, precision: number): string {
  return value.toExponential(Math.min(precision, 100));
}

function parts(text: string): [mantissa: string, exponent: number] {
  const [mantissa = '', exponent = '0'] = text.split('e');
  return [mantissa, Number(exponent)];
}

function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

function positional(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}
