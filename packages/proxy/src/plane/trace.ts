import { randomBytes } from 'node:crypto';

const IDS_AT_ONCE = 512;
const HEX_DIGITS = 48;
/** W3C Trace Context 3.2: version ff and ids of only zeros are invalid. */
const VALID = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

let digits = '';
let at = 0;

/** The traceparent to send: the client's own when it is valid, otherwise a new one. */
export function traceparent(received: string): string {
  if (received !== '' && VALID.test(received)) return received;
  if (at === digits.length) {
    digits = randomBytes((IDS_AT_ONCE * HEX_DIGITS) / 2).toString('hex');
    at = 0;
  }
  at += HEX_DIGITS;
  return `00-${digits.slice(at - 48, at - 16)}-${digits.slice(at - 16, at)}-01`;
}
