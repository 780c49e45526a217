import { isAlphanumeric } from '../literals/index.ts';

export interface ScannedNumber {
  /** Undefined when the text up to `end` is neither a number nor a duration. */
  readonly kind: 'number' | 'duration' | undefined;
  readonly end: number;
}

/** Wider than what is valid (`1__0`, `0x`): parseNumber says what is wrong with it. */
const NUMBER =
  /0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F]*)?|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?|\.[0-9][0-9_]*(?:[eE][+-]?[0-9_]*)?/y;
const REMAINDER = /[0-9]+|[a-zA-Z_]/y;
const UNITS = /(?:ms|[smhdwy])(?:[0-9]+(?:ms|[smhdwy]))*/y;

/** Finds the end of the number or duration that begins at `start`. */
export function scanNumber(text: string, start: number): ScannedNumber {
  const numberEnd = endOf(NUMBER, text, start);
  if (!isAlphanumeric(text.charCodeAt(numberEnd))) return { kind: 'number', end: numberEnd };
  const unitsEnd = endOf(UNITS, text, numberEnd);
  if (!isAlphanumeric(text.charCodeAt(unitsEnd))) return { kind: 'duration', end: unitsEnd };
  return { kind: undefined, end: unitsEnd > numberEnd ? endOf(REMAINDER, text, unitsEnd) : numberEnd };
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
