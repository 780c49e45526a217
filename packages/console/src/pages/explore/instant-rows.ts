import type { PrometheusAnswer } from '@seaworthy/api/caller';
import type { Labels } from '../../data/matrix.ts';

/** A series as the table shows it: its value, or the samples of a range selector; as the engine wrote them. */
export interface InstantRow {
  readonly labels: Labels;
  readonly value: string;
  /** What it is sorted by. */
  readonly sortValue: number | null;
  readonly samples: readonly (readonly [seconds: number, value: string])[] | undefined;
}

interface Found {
  readonly metric: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

export function instantRowsOf({ data }: PrometheusAnswer): readonly InstantRow[] {
  const { resultType, result } = data as { resultType: string; result: unknown };
  if (resultType === 'scalar' || resultType === 'string') {
    return [rowOf({ metric: {}, value: result as [number, string] })];
  }
  return (result as readonly Found[]).map(rowOf);
}

function rowOf({ metric, value, values }: Found): InstantRow {
  const text = value?.[1] ?? '';
  const number = Number(text.replace('Inf', 'Infinity'));
  return {
    labels: metric,
    value: text,
    sortValue: text === '' || Number.isNaN(number) ? null : number,
    samples: values,
  };
}

/** The names of labels that rows have, `__name__` first. */
export function labelNamesOf(rows: readonly InstantRow[]): readonly string[] {
  const names = new Set(rows.flatMap(({ labels }) => Object.keys(labels)));
  return [...names].sort((a, b) => (a === '__name__' ? -1 : b === '__name__' ? 1 : a < b ? -1 : 1));
}
