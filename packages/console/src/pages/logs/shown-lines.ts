import type { LogLine } from '@seaworthy/api';

/** A line with a key of its own: lines have no id that every answer tells. */
export interface ShownLine extends LogLine {
  readonly key: number;
}

/** As many as a page keeps; those behind are searched for. */
export const mostLines = 10_000;

/** Newest first: what came while nobody looked, before what is there. The oldest go when there are too many. */
export function withNewest(lines: readonly ShownLine[], came: readonly ShownLine[], most = mostLines): ShownLine[] {
  return [...came.toReversed(), ...lines].slice(0, most);
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
