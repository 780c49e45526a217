import { isAlphanumeric, isSpace } from '../literals/index.ts';

/** The index of the next character that is neither space nor in a comment (`#` to the end of the line). */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x23) at = lineEnd(text, at);
    else if (isSpace(code)) at++;
    else break;
  }
  return at;
}

/** The index after the letters, digits and underscores from `start` on. */
export function nameEnd(text: string, start: number): number {
  let end = start;
  while (isAlphanumeric(text.charCodeAt(end))) end++;
  return end;
}

/** As nameEnd, with colons. */
export function metricNameEnd(text: string, start: number): number {
  let end = nameEnd(text, start);
  while (text.charCodeAt(end) === 0x3a) end = nameEnd(text, end + 1);
  return end;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
