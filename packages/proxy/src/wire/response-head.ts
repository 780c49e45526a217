import type { BodyKind } from './body.ts';
import { CHUNKED_BODY, CLOSE_BODY, LENGTH_BODY, NO_BODY } from './body.ts';
import { CR, IS_VALUE, LF, SPACE } from './characters.ts';
import { connectionOptions, readOptions, resetOptions } from './connection-options.ts';
import { fieldLine, fieldValue, isNamed, lengthOf, readFieldLine, withoutLines } from './field-lines.ts';

/** An answer's head, read strictly. One instance serves a whole worker: read it before the next `read`. */
export class ResponseHead {
  status = 0;
  minor: 0 | 1 = 1;
  /** The head as it goes to the client, always as HTTP/1.1, without the fields of this hop. */
  kept = '';
  body: BodyKind = NO_BODY;
  length = 0;
  keepAlive = true;
  /** Seconds that the target says it keeps an idle connection; 0 when it says nothing. */
  keepAliveSeconds = 0;
  upgrade = '';
  isEventStream = false;
  readonly #line = fieldLine();
  readonly #options = connectionOptions();
  #lengths = 0;
  #encodings = 0;

  /** False when it is not a valid head, or its length cannot be trusted. `head` ends with the CRLF of its last line. */
  read(head: string, isHeadRequest: boolean): boolean {
    this.#reset();
    const end = this.#readStatusLine(head);
    if (end < 0 || !this.#readFields(head, end)) return false;
    if (this.#lengths > 0 && (this.#encodings > 0 || this.length < 0)) return false;
    if (this.#encodings > 1) return false;
    const options = this.#options;
    this.keepAlive = !options.close && (this.minor === 1 || options.keepAlive);
    if (!options.upgrade) this.upgrade = '';
    if (options.fields.length > 0) this.kept = withoutLines(this.kept, options.fields);
    this.#settleBody(isHeadRequest);
    return true;
  }

  #reset(): void {
    this.kept = '';
    this.length = 0;
    this.keepAliveSeconds = 0;
    this.upgrade = '';
    this.isEventStream = false;
    this.#lengths = 0;
    this.#encodings = 0;
    resetOptions(this.#options);
  }

  #readStatusLine(head: string): number {
    if (!head.startsWith('HTTP/1.') || head.charCodeAt(8) !== SPACE) return -1;
    const minor = head.charCodeAt(7) - 48;
    if (minor !== 0 && minor !== 1) return -1;
    this.minor = minor;
    this.status = statusAt(head);
    if (this.status < 100) return -1;
    let at = 12;
    while (IS_VALUE[head.charCodeAt(at)] === 1) at++;
    return head.charCodeAt(at) === CR && head.charCodeAt(at + 1) === LF ? at + 2 : -1;
  }

  #readFields(head: string, start: number): boolean {
    const line = this.#line;
    let keptFrom = 0;
    for (let at = start; at < head.length; at = line.end) {
      if (!readFieldLine(head, at, line)) return false;
      if (this.#keeps(head)) continue;
      this.kept += head.slice(keptFrom, line.start);
      keptFrom = line.end;
    }
    this.kept = keptFrom === 0 ? head : this.kept + head.slice(keptFrom);
    if (this.minor === 0) this.kept = `HTTP/1.1${this.kept.slice(8)}`;
    return true;
  }

  #keeps(head: string): boolean {
    const line = this.#line;
    switch (line.nameEnd - line.start) {
      case 7:
        if (!isNamed(head, line, 'upgrade')) return true;
        this.upgrade = fieldValue(head, line);
        return false;
      case 10:
        return this.#keepsConnection(head);
      case 12:
        if (isNamed(head, line, 'content-type')) this.isEventStream = isEventStream(head, line.valueStart);
        return true;
      case 14:
        return this.#keepsLength(head);
      case 16:
        return !isNamed(head, line, 'proxy-connection');
      case 17:
        if (isNamed(head, line, 'transfer-encoding'))
          this.#encodings += fieldValue(head, line).toLowerCase() === 'chunked' ? 1 : 2;
        return true;
      default:
        return true;
    }
  }

  #keepsConnection(head: string): boolean {
    if (isNamed(head, this.#line, 'connection')) readOptions(fieldValue(head, this.#line), this.#options);
    else if (isNamed(head, this.#line, 'keep-alive'))
      this.keepAliveSeconds = hintedSeconds(fieldValue(head, this.#line));
    else return true;
    return false;
  }

  /** Equal repeated lengths are taken as one (RFC 9110 8.6), others are not believed. */
  #keepsLength(head: string): boolean {
    if (!isNamed(head, this.#line, 'content-length')) return true;
    const length = lengthOf(head, this.#line);
    if (this.#lengths++ === 0) {
      this.length = length;
      return true;
    }
    if (length !== this.length) this.length = -1;
    return false;
  }

  #settleBody(isHeadRequest: boolean): void {
    if (isHeadRequest || this.status < 200 || this.status === 204 || this.status === 304) this.body = NO_BODY;
    else if (this.#encodings === 1) this.body = CHUNKED_BODY;
    else if (this.#lengths > 0) this.body = this.length > 0 ? LENGTH_BODY : NO_BODY;
    else this.body = CLOSE_BODY;
  }
}

function statusAt(head: string): number {
  const [a, b, c] = [head.charCodeAt(9) - 48, head.charCodeAt(10) - 48, head.charCodeAt(11) - 48];
  const isDigits = a >= 0 && a <= 9 && b >= 0 && b <= 9 && c >= 0 && c <= 9;
  return isDigits ? a * 100 + b * 10 + c : 0;
}

function isEventStream(head: string, at: number): boolean {
  return (head.charCodeAt(at + 5) | 32) === 101 && head.slice(at, at + 17).toLowerCase() === 'text/event-stream';
}

function hintedSeconds(value: string): number {
  const match = /(?:^|[,\s])timeout\s*=\s*"?(\d{1,6})/i.exec(value);
  return match ? Number(match[1]) : 0;
}
