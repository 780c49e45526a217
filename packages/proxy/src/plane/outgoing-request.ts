import { NO_BODY } from '../wire/body.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { Forwarded } from './forwarded.ts';
import { traceLine } from './trace.ts';

/** A request as it is sent to a target, as often as need be. */
export class OutgoingRequest {
  method = '';
  /** Of the client's version, HTTP/1.0 or HTTP/1.1. */
  minor: 0 | 1 = 1;
  isUpgrade = false;
  hasBody = false;
  /** The whole head, as latin1 text. */
  head = '';

  take(request: RequestHead, forwarded: Forwarded): void {
    this.method = request.method;
    this.minor = request.minor;
    this.isUpgrade = request.upgrade !== '';
    this.hasBody = request.body !== NO_BODY;
    const upgrade = this.isUpgrade ? `Connection: Upgrade\r\nUpgrade: ${request.upgrade}\r\n` : '';
    const trace = traceLine(request.traceparent);
    this.head = `${request.kept}${forwarded.lines(request)}${trace}${upgrade}\r\n`;
  }
}
