import type { LabelSet } from './label-set.ts';
import { sortedNames } from './label-set.ts';

const SEPARATOR = 0xff;
const WORD = 2 ** 32;
// FNV's 64-bit prime is 2^40 + 0x1b3.
const PRIME_LOW = 0x1b3;

/** Identifies a label set: FNV-1a over its names and values in order, as Prometheus makes it; 16 hexadecimal digits. */
export function fingerprint(labels: LabelSet): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const add = (byte: number) => {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * PRIME_LOW;
    high = (high * PRIME_LOW + Math.floor(product / WORD) + ((mixed << 8) >>> 0)) % WORD;
    low = product % WORD;
  };
  for (const name of sortedNames(labels)) {
    for (const part of [name, labels[name] ?? '']) {
      for (const byte of Buffer.from(part)) add(byte);
      add(SEPARATOR);
    }
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
