import { randomBytes } from 'node:crypto';

/** The identity of one span, as W3C Trace Context (level 1, version 00) carries it between services. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const zeroTrace = '0'.repeat(32);
const zeroSpan = '0'.repeat(16);
const sampledFlag = 0x01;

/**
 * Reads a `traceparent` header, or undefined when a receiver must start a new trace: wrong shape, upper case, ids of
 * zeros, version `ff`. A version above 00 is read by its first four fields, which the specification (section 3.2.4)
 * keeps stable; version 00 may have no more than these.
 */
export function parseTraceparent(header: string | undefined): Trace | undefined {
  const [, version, traceId, spanId, flags, rest] = shape.exec(header ?? '') ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (traceId === zeroTrace || spanId === zeroSpan) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & sampledFlag) === sampledFlag };
}

/** The header for the next service; of the flags only `sampled` is defined, so only it is sent on. */
export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}

/** A new sampled trace; `random` gives so many random bytes. */
export function newTrace(random: (size: number) => Uint8Array = randomBytes): Trace {
  return { traceId: randomId(16, random), spanId: randomId(8, random), sampled: true };
}

/** A new span in the same trace: what is sent along when this service calls another. */
export function childTrace(parent: Trace, random: (size: number) => Uint8Array = randomBytes): Trace {
  return { ...parent, spanId: randomId(8, random) };
}

function randomId(size: number, random: (size: number) => Uint8Array): string {
  const id = Buffer.from(random(size)).toString('hex');
  // All zeros means "invalid" on the wire.
  return /^0+$/.test(id) ? `${id.slice(0, -1)}1` : id;
}
