import { COLON, CR, IS_TOKEN, IS_VALUE, LF } from './characters.ts';

/** Position of one field line in the text of a head. One instance is reused for all lines: read it before the next `nextLine`. */
export interface FieldLine {
  start: number;
  nameEnd: number;
  valueStart: number;
  valueEnd: number;
  /** Just after the line's CRLF. */
  end: number;
}

export function fieldLine(): FieldLine {
  return { start: 0, nameEnd: 0, valueStart: 0, valueEnd: 0, end: 0 };
}

/**
 * Reads the line that begins at `start` of `head`; false when it is not exactly `name: value CRLF`. So a folded line, a space
 * before the colon, an empty name, a bare CR or LF and control characters are refused (RFC 9112 5.1, 5.2, 2.2).
 */
export function readFieldLine(head: string, start: number, line: FieldLine): boolean {
  let at = start;
  while (IS_TOKEN[head.charCodeAt(at)] === 1) at++;
  if (at === start || head.charCodeAt(at) !== COLON) return false;
  line.start = start;
  line.nameEnd = at++;
  while (isBlank(head.charCodeAt(at))) at++;
  line.valueStart = at;
  while (IS_VALUE[head.charCodeAt(at)] === 1) at++;
  if (head.charCodeAt(at) !== CR || head.charCodeAt(at + 1) !== LF) return false;
  line.end = at + 2;
  while (at > line.valueStart && isBlank(head.charCodeAt(at - 1))) at--;
  line.valueEnd = at;
  return true;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Whether the line's name is `name`, which is given in lower case. */
export function isNamed(head: string, line: FieldLine, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = head.charCodeAt(line.start + i);
    if ((code >= 65 && code <= 90 ? code + 32 : code) !== name.charCodeAt(i)) return false;
  }
  return true;
}

export function fieldValue(head: string, line: FieldLine): string {
  return head.slice(line.valueStart, line.valueEnd);
}

/** A Content-Length: digits only, and exact as a number; -1 for anything else (RFC 9112 6.3). */
export function lengthOf(head: string, line: FieldLine): number {
  const digits = line.valueEnd - line.valueStart;
  if (digits < 1 || digits > 15) return -1;
  let length = 0;
  for (let at = line.valueStart; at < line.valueEnd; at++) {
    const digit = head.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

/** The head without the lines that a connection option names (RFC 9110 7.6.1). Seldom needed: most options are `close` and `keep-alive`. */
export function withoutLines(head: string, names: readonly string[]): string {
  const firstEnd = head.indexOf('\r\n') + 2;
  let kept = head.slice(0, firstEnd);
  const line = fieldLine();
  for (let at = firstEnd; at < head.length && readFieldLine(head, at, line); at = line.end) {
    if (!names.includes(head.slice(line.start, line.nameEnd).toLowerCase())) kept += head.slice(line.start, line.end);
  }
  return kept;
}
