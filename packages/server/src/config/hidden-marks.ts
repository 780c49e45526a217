import { createHmac, randomBytes } from 'node:crypto';
import { leaves } from './leaves.ts';

/** Of this process alone: a mark tells only whether two secrets that it read are the same. */
const key = randomBytes(32);

/** A mark for each value that is printed as stars, by dot path: whether a secret has changed shows without it. */
export function hiddenMarks(value: unknown, printed: unknown): ReadonlyMap<string, string> {
  const shown = new Map(leaves(printed));
  const hidden = leaves(value).filter(([path, text]) => shown.get(path) !== text);
  return new Map(hidden.map(([path, text]) => [path, createHmac('sha256', key).update(text).digest('hex')]));
}
