import type { Value } from './value.ts';

const SHORT: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A whole number is an int, one with a point or an exponent a float, as in Go. Undefined: not a number. */
export function numberOf(text: string): Value {
  const plain = text.replaceAll('_', '');
  const sign = plain.startsWith('-') ? -1 : 1;
  const digits = plain.replace(/^[+-]/, '');
  if (/^0[xXbBoO]/.test(digits)) return wholeNumber(digits, sign);
  if (/[.eE]/.test(digits)) return sign * Number(digits);
  return wholeNumber(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits, sign);
}

function wholeNumber(digits: string, sign: number): bigint | undefined {
  try {
    return BigInt(digits) * BigInt(sign);
  } catch {
    return undefined;
  }
}

/** The text of `"..."` or of a raw string; undefined for an escape that Go does not know. */
export function textOf(token: string): string | undefined {
  if (token.startsWith('`')) return token.slice(1, -1).replaceAll('\r', '');
  let isRight = true;
  const text = token
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gsu, (_, code: string) => {
      const character = unescapeOne(code);
      isRight &&= character !== undefined;
      return character ?? '';
    });
  return isRight ? text : undefined;
}

/** `'a'`: the number of the character. */
export function characterOf(token: string): bigint | undefined {
  const text = textOf(token);
  const code = text?.codePointAt(0);
  return code === undefined || [...(text ?? '')].length !== 1 ? undefined : BigInt(code);
}

function unescapeOne(code: string): string | undefined {
  if (/^[xuU]./.test(code)) return fromCode(Number.parseInt(code.slice(1), 16));
  if (/^[0-7]{3}$/.test(code)) return fromCode(Number.parseInt(code, 8));
  return SHORT[code] ?? (['\\', '"', "'"].includes(code) ? code : undefined);
}

function fromCode(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
