/** W3C Trace Context 3.2: version ff and ids of only zeros are invalid. */
const VALID = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/**
 * The line to send: the client's own traceparent when it is valid, else none. The proxy records no span, so a trace that
 * it began would have a root that nobody ever sees.
 */
export function traceLine(received: string): string {
  return received !== '' && VALID.test(received) ? `traceparent: ${received}\r\n` : '';
}
