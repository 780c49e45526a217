import type { Ids } from './ids.ts';

/** What finding series needs to know; the head has one in memory, every block one on disk. */
export interface SeriesIndex {
  all(): Ids;
  names(): readonly string[];
  /** The values that series have for a label; none for a name that no series has. */
  values(name: string): readonly string[];
  ids(name: string, value: string): Ids;
  /** The value of one series' label, '' when absent. */
  valueOf(id: number, name: string): string;
}
