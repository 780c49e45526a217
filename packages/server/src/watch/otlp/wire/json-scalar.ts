import { malformed } from './decode-error.ts';
import type { Integer, ScalarKind } from './message.ts';

const ranges = {
  time: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
} as const satisfies Partial<Record<ScalarKind, readonly [bigint, bigint]>>;

/** One value as protobuf's JSON writes it: numbers may be text, and the larger ones should be. */
export function jsonScalar(kind: ScalarKind, json: unknown, name: string): unknown {
  switch (kind) {
    case 'text':
      return typeof json === 'string' ? json : wrong(name, 'no text');
    case 'id':
      return idFrom(json, name);
    case 'bytes':
      return typeof json === 'string' ? bytesFrom(json, name) : wrong(name, 'no base64 text');
    case 'bool':
      return typeof json === 'boolean' ? json : wrong(name, 'neither true nor false');
    case 'double':
      return doubleFrom(json, name);
    case 'time':
      return BigInt(integerFrom(json, kind, name));
    default:
      return integerFrom(json, kind, name);
  }
}

function idFrom(json: unknown, name: string): string {
  if (typeof json !== 'string' || json.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(json)) {
    return wrong(name, 'not hexadecimal');
  }
  return json.toLowerCase();
}

/** The usual alphabet or the one for URLs, padded or not. */
function bytesFrom(text: string, name: string): Buffer {
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : wrong(name, 'no base64 text');
}

function doubleFrom(json: unknown, name: string): number {
  if (typeof json === 'number') return json;
  if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
  const isNumber = typeof json === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(json);
  return isNumber ? Number(json) : wrong(name, 'no number');
}

function integerFrom(json: unknown, kind: keyof typeof ranges, name: string): Integer {
  if (typeof json === 'string' && !/^-?\d{1,20}$/.test(json)) return wrong(name, 'no whole number');
  if (typeof json === 'number' ? !Number.isInteger(json) : typeof json !== 'string') {
    return wrong(name, 'no whole number');
  }
  const number = Number(json);
  const [least, most] = ranges[kind];
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number === 0 ? 0 : number;
  const exact = BigInt(json as string | number);
  return exact >= least && exact <= most ? exact : wrong(name, 'out of range');
}

function wrong(name: string, what: string): never {
  throw malformed(`${name} is ${what}`);
}
