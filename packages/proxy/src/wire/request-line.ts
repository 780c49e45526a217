import { CR, IS_TARGET, IS_TOKEN, LF, SPACE } from './characters.ts';

export interface RequestLine {
  method: string;
  target: string;
  minor: 0 | 1;
  /** Just after the line's CRLF. */
  end: number;
}

/** Reads `METHOD SP target SP HTTP/1.x CRLF` strictly; otherwise the status to refuse it with. */
export function readRequestLine(head: string, line: RequestLine): 0 | 400 | 505 {
  let at = 0;
  while (IS_TOKEN[head.charCodeAt(at)] === 1) at++;
  if (at === 0 || head.charCodeAt(at) !== SPACE) return 400;
  const targetStart = at + 1;
  at = targetStart;
  while (IS_TARGET[head.charCodeAt(at)] === 1) at++;
  if (at === targetStart || head.charCodeAt(at) !== SPACE) return 400;
  const status = readVersion(head, at + 1, line);
  if (status !== 0) return status;
  line.method = head.slice(0, targetStart - 1);
  line.target = head.slice(targetStart, at);
  return 0;
}

function readVersion(head: string, at: number, line: RequestLine): 0 | 400 | 505 {
  if (!head.startsWith('HTTP/', at)) return 400;
  if (head.charCodeAt(at + 8) !== CR || head.charCodeAt(at + 9) !== LF) return 400;
  line.end = at + 10;
  if (head.startsWith('1.1', at + 5)) line.minor = 1;
  else if (head.startsWith('1.0', at + 5)) line.minor = 0;
  else return 505;
  return 0;
}

/** What stands in an absolute-form target, `http://host/path` (RFC 9112 3.2.2); undefined for any other. */
export function readAbsoluteForm(target: string): { host: string; path: string } | undefined {
  const match = /^https?:\/\/([^/?#@]+)([/?][^#]*)?$/i.exec(target);
  if (!match?.[1]) return undefined;
  const path = match[2] ?? '/';
  return { host: match[1], path: path.startsWith('?') ? `/${path}` : path };
}
