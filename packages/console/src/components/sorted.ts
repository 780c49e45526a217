export interface SortOrder {
  /** Name of the column. */
  readonly column: string;
  readonly isDescending: boolean;
}

const words = new Intl.Collator('en', { numeric: true });

/** What has no value stands at the end, whichever way it is sorted. */
export function sorted<T>(
  rows: readonly T[],
  by: (row: T) => string | number | null,
  isDescending: boolean,
): readonly T[] {
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return isDescending ? compare(b.key, a.key) : compare(a.key, b.key);
    })
    .map(({ row }) => row);
}

function compare(one: string | number, other: string | number): number {
  return typeof one === 'number' && typeof other === 'number' ? one - other : words.compare(String(one), String(other));
}
