import type { BodyKind } from './body.ts';
import { CHUNKED_BODY, LENGTH_BODY, NO_BODY } from './body.ts';
import { connectionOptions, readOptions, resetOptions } from './connection-options.ts';
import { fieldLine, fieldValue, isNamed, lengthOf, readFieldLine, withoutLines } from './field-lines.ts';
import type { RequestLine } from './request-line.ts';
import { readAbsoluteForm, readRequestLine } from './request-line.ts';

export type RefusalStatus = 400 | 405 | 417 | 431 | 505;

/** Host names and addresses with a port; a Host field may hold nothing else (RFC 9112 3.2). Empty is allowed. */
const HOST = /^[A-Za-z0-9.\-_~%!$&'()*+,;=:[\]]*$/;

/**
 * A request's head, read strictly and once. `kept` is the head as it goes on to a target: its line and all fields but those that
 * end at this hop (RFC 9110 7.6.1) or that the proxy writes itself. One instance serves a whole worker: read it before the next `read`.
 */
export class RequestHead implements RequestLine {
  method = '';
  target = '';
  minor: 0 | 1 = 1;
  end = 0;
  kept = '';
  host = '';
  body: BodyKind = NO_BODY;
  length = 0;
  keepAlive = true;
  expectsContinue = false;
  /** Upgrade protocol asked for, lower case; '' when none. */
  upgrade = '';
  traceparent = '';
  forwardedFor = '';
  forwardedProto = '';
  forwardedHost = '';
  readonly #line = fieldLine();
  readonly #options = connectionOptions();
  #hosts = 0;
  #lengths = 0;
  #encodings = 0;
  #traceparents = 0;
  #hasOddExpectation = false;

  /** `head` ends with the CRLF of its last line, without the empty line. Returns 0, or the status to refuse the request with. */
  read(head: string, maxFields: number): 0 | RefusalStatus {
    this.#reset();
    const status = readRequestLine(head, this);
    if (status !== 0) return status;
    return this.#readFields(head, maxFields) || this.#settle();
  }

  #reset(): void {
    this.kept = '';
    this.host = '';
    this.body = NO_BODY;
    this.length = 0;
    this.expectsContinue = false;
    this.upgrade = '';
    this.traceparent = '';
    this.forwardedFor = '';
    this.forwardedProto = '';
    this.forwardedHost = '';
    this.#hosts = 0;
    this.#lengths = 0;
    this.#encodings = 0;
    this.#traceparents = 0;
    this.#hasOddExpectation = false;
    resetOptions(this.#options);
  }

  #readFields(head: string, maxFields: number): 0 | RefusalStatus {
    const line = this.#line;
    let keptFrom = 0;
    let count = 0;
    for (let at = this.end; at < head.length; at = line.end) {
      if (!readFieldLine(head, at, line)) return 400;
      if (++count > maxFields) return 431;
      if (this.#keeps(head)) continue;
      this.kept += head.slice(keptFrom, line.start);
      keptFrom = line.end;
    }
    this.kept = keptFrom === 0 ? head : this.kept + head.slice(keptFrom);
    return 0;
  }

  /** Takes what the proxy must know of the line; false when the line does not go on as it is. */
  #keeps(head: string): boolean {
    const line = this.#line;
    switch (line.nameEnd - line.start) {
      case 2:
        return !isNamed(head, line, 'te');
      case 4:
        return this.#keepsHost(head);
      case 6:
        return this.#keepsExpect(head);
      case 7:
        return this.#keepsUpgrade(head);
      case 9:
        return !isNamed(head, line, 'forwarded');
      case 10:
        return this.#keepsConnection(head);
      case 11:
        return this.#keepsTraceparent(head);
      case 14:
        return this.#keepsLength(head);
      default:
        return this.#keepsLong(head, line.nameEnd - line.start);
    }
  }

  #keepsExpect(head: string): boolean {
    if (!isNamed(head, this.#line, 'expect')) return true;
    this.expectsContinue = fieldValue(head, this.#line).toLowerCase() === '100-continue';
    this.#hasOddExpectation = !this.expectsContinue;
    return true;
  }

  #keepsHost(head: string): boolean {
    if (!isNamed(head, this.#line, 'host')) return true;
    this.host = fieldValue(head, this.#line);
    this.#hosts++;
    return true;
  }

  #keepsUpgrade(head: string): boolean {
    if (!isNamed(head, this.#line, 'upgrade')) return true;
    this.upgrade = fieldValue(head, this.#line).toLowerCase();
    return false;
  }

  #keepsConnection(head: string): boolean {
    if (isNamed(head, this.#line, 'connection')) readOptions(fieldValue(head, this.#line), this.#options);
    else if (!isNamed(head, this.#line, 'keep-alive')) return true;
    return false;
  }

  #keepsTraceparent(head: string): boolean {
    if (!isNamed(head, this.#line, 'traceparent')) return true;
    this.traceparent = fieldValue(head, this.#line);
    this.#traceparents++;
    return false;
  }

  #keepsLength(head: string): boolean {
    if (!isNamed(head, this.#line, 'content-length')) return true;
    this.length = lengthOf(head, this.#line);
    this.#lengths++;
    return true;
  }

  #keepsLong(head: string, length: number): boolean {
    const line = this.#line;
    if (length === 17 && isNamed(head, line, 'transfer-encoding')) {
      this.#encodings += fieldValue(head, line).toLowerCase() === 'chunked' ? 1 : 2;
      return true;
    }
    if (length === 15 && isNamed(head, line, 'x-forwarded-for')) {
      this.forwardedFor += (this.forwardedFor === '' ? '' : ', ') + fieldValue(head, line);
    } else if (length === 17 && isNamed(head, line, 'x-forwarded-proto')) this.forwardedProto = fieldValue(head, line);
    else if (length === 16 && isNamed(head, line, 'x-forwarded-host')) this.forwardedHost = fieldValue(head, line);
    else return !(length === 16 && isNamed(head, line, 'proxy-connection'));
    return false;
  }

  #settle(): 0 | RefusalStatus {
    if (this.#traceparents > 1) this.traceparent = '';
    const status = this.#settleBody() || this.#settleTarget() || (this.#hasOddExpectation ? 417 : 0);
    if (status !== 0) return status;
    const options = this.#options;
    this.keepAlive = !options.close && (this.minor === 1 || options.keepAlive);
    if (!options.upgrade || this.minor === 0 || this.upgrade === 'h2c') this.upgrade = '';
    if (options.fields.length > 0) this.kept = withoutLines(this.kept, options.fields);
    return 0;
  }

  /** Two lengths, or a length beside an encoding, are how requests are smuggled (RFC 9112 6.1, 6.3): refused, never repaired. */
  #settleBody(): 0 | 400 {
    if (this.#encodings > 0) {
      if (this.#encodings !== 1 || this.#lengths > 0 || this.minor === 0) return 400;
      this.body = CHUNKED_BODY;
    } else if (this.#lengths > 0) {
      if (this.#lengths > 1 || this.length < 0) return 400;
      if (this.length > 0) this.body = LENGTH_BODY;
    }
    return 0;
  }

  #settleTarget(): 0 | RefusalStatus {
    if (this.#hosts > 1 || (this.#hosts === 0 && this.minor === 1) || !HOST.test(this.host)) return 400;
    if (this.method === 'CONNECT') return 405;
    const isOrigin = this.target.charCodeAt(0) === 47;
    if (isOrigin && this.minor === 1) return 0;
    if (isOrigin || (this.target === '*' && this.method === 'OPTIONS')) return this.#rewrite(this.target, this.host);
    const absolute = readAbsoluteForm(this.target);
    return absolute && HOST.test(absolute.host) ? this.#rewrite(absolute.path, absolute.host) : 400;
  }

  /** The line and Host field anew: as HTTP/1.1, in origin-form, and for the host that an absolute target names (RFC 9112 3.2.2). */
  #rewrite(target: string, host: string): 0 {
    const fields = withoutLines(this.kept, ['host']);
    this.target = target;
    this.host = host;
    this.kept = `${this.method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${fields.slice(fields.indexOf('\r\n') + 2)}`;
    return 0;
  }
}
