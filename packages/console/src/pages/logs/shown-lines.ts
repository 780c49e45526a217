import type { LogLine } from '@seaworthy/api';

/** A line with a key of its own: lines have no id that every answer tells. */
export interface ShownLine extends LogLine {
  readonly key: number;
}

/** As many as a page keeps; those behind are searched for. */
export const mostLines = 10_000;

/**
 * Newest first: what came, among what is there. What instances wrote while nobody read it comes one instance after the
 * other, and stands where its time says. The oldest go when there are too many.
 */
export function withNewest(lines: readonly ShownLine[], came: readonly ShownLine[], most = mostLines): ShownLine[] {
  return [...came.toReversed(), ...lines].sort(byTime).slice(0, most);
}

/** Times are all written alike; lines of the same one stay in their order. */
function byTime(a: ShownLine, b: ShownLine): number {
  const [first, second] = [a.time ?? '', b.time ?? ''];
  if (first === second) return 0;
  return first > second ? -1 : 1;
}

/** What has to wait; when it is too much, its oldest are let go of. */
export function withWaiting(waiting: readonly ShownLine[], came: readonly ShownLine[], most = mostLines) {
  const all = [...waiting, ...came];
  const tooMany = Math.max(0, all.length - most);
  return { waiting: all.slice(tooMany), dropped: tooMany };
}

/** How many lines the server says it left out for this reader: it tells so by a line of its own. */
export function lostIn({ service, fields }: LogLine): number {
  const { lostLines } = fields;
  return service === 'seaworthy' && typeof lostLines === 'number' ? lostLines : 0;
}
