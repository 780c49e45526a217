import type { LogStore } from './log-store.ts';

/** Where a record lies: places only grow, whatever the records' times. */
export interface StoragePlace {
  readonly segment: number;
  readonly offset: number;
}

export function isStoredBefore(a: StoragePlace, b: StoragePlace): boolean {
  return a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
}

/** Behind everything that is stored now. */
export function endOf({ segments }: Pick<LogStore, 'segments'>): StoragePlace {
  const last = segments.at(-1);
  return { segment: last?.id ?? 0, offset: last?.summary.bytes ?? 0 };
}

export function formatPlace({ segment, offset }: StoragePlace): string {
  return `${segment}.${offset}`;
}

/** Undefined for what is none: the id of another kind of stream, say. */
export function parsePlace(text: string): StoragePlace | undefined {
  const [, segment, offset] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  return segment === undefined ? undefined : { segment: Number(segment), offset: Number(offset) };
}
