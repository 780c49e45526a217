import { LineError } from './exposition-error.ts';

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
/** So many digits are always an exact double. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;
const INTEGER = /^-?\d+$/;

/** The number in `text` from `start` to `end`; throws LineError when it is none. */
export function readNumber(text: string, start: number, end: number): number {
  const short = readShortNumber(text, start, end);
  return short === undefined ? readAnyNumber(text.slice(start, end)) : short;
}

/** `-12.5` without making a string: digits and the power of ten are exact, hence so is their quotient. */
function readShortNumber(text: string, start: number, end: number): number | undefined {
  const isNegative = text.charCodeAt(start) === MINUS;
  const first = isNegative ? start + 1 : start;
  if (end - first > EXACT_DIGITS || end === first) return undefined;
  let digits = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && point < 0 && at > first && at < end - 1) point = at;
    else return undefined;
  }
  const value = point < 0 ? digits : digits / (POWERS[end - 1 - point] ?? Number.NaN);
  return isNegative ? -value : value;
}

function readAnyNumber(text: string): number {
  if (DECIMAL.test(text)) return Number(text);
  const [, sign, word] = SPECIAL.exec(text) ?? [];
  if (word === undefined) throw new LineError(`expected a number, got "${text}"`);
  if (word.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Milliseconds, whole: the text format's timestamps. */
export function readMilliseconds(text: string): number {
  const ms = INTEGER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(ms)) throw new LineError(`expected a timestamp in milliseconds, got "${text}"`);
  return ms;
}

/** Seconds, possibly with a fraction: OpenMetrics' timestamps. */
export function readSeconds(text: string): number {
  const ms = DECIMAL.test(text) ? Math.round(Number(text) * 1_000) : Number.NaN;
  if (!Number.isSafeInteger(ms)) throw new LineError(`expected a timestamp in seconds, got "${text}"`);
  return ms;
}
