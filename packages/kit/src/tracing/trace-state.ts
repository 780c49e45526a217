import type { TraceState } from '@opentelemetry/api';

const mostMembers = 32;
const longest = 8192;
const member = /^([a-z0-9][a-z0-9_\-*/@]{0,255})=([\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e])$/;

/**
 * Reads a `tracestate` header; what other vendors wrote is passed on as it is. Undefined when it is empty or malformed:
 * a receiver throws it away then, and keeps the trace (W3C Trace Context, section 3.3).
 */
export function parseTraceState(header: string | undefined): TraceState | undefined {
  if (header === undefined || header.length > longest) return undefined;
  const members = header
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (members.length === 0 || members.length > mostMembers) return undefined;
  const pairs = new Map<string, string>();
  for (const text of members) {
    const [, key, value] = member.exec(text) ?? [];
    if (key === undefined || value === undefined || pairs.has(key)) return undefined;
    pairs.set(key, value);
  }
  return stateOf(pairs);
}

/** The newest member stands first. */
function stateOf(pairs: ReadonlyMap<string, string>): TraceState {
  return {
    get: (key) => pairs.get(key),
    set: (key, value) => stateOf(new Map(([[key, value], ...without(pairs, key)] as const).slice(0, mostMembers))),
    unset: (key) => stateOf(new Map(without(pairs, key))),
    serialize: () => [...pairs].map(([key, value]) => `${key}=${value}`).join(','),
  };
}

function without(pairs: ReadonlyMap<string, string>, key: string): [string, string][] {
  return [...pairs].filter(([other]) => other !== key);
}
