import type { Samples } from './read.ts';
import { wordsOf } from './words.ts';

/** Samples of parts that follow each other in time, every bit as it was. */
export function joined(parts: readonly Samples[]): Samples {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const count = parts.reduce((sum, { timestamps }) => sum + timestamps.length, 0);
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  const words = wordsOf(values);
  let at = 0;
  for (const part of parts) {
    timestamps.set(part.timestamps, at);
    words.set(wordsOf(part.values), at * 2);
    at += part.timestamps.length;
  }
  return { timestamps, values };
}
