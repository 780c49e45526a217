import type { ChartKind, Series, SeriesColour } from './series.ts';

/** A series as it is drawn. */
export interface PlottedSeries extends Series {
  /** Name of a token. */
  readonly paint: SeriesColour | `series-${number}`;
  readonly isHidden: boolean;
  /** As high as it is drawn: added up where series stand on each other. */
  readonly heights: readonly (number | null)[];
}

export interface Plotted {
  readonly times: readonly number[];
  /** In the order in which they were given. */
  readonly series: readonly PlottedSeries[];
}

/** As many as there are tokens; then they come again, dashed. */
const paints = 8;

export function plottedOf(
  times: readonly number[],
  series: readonly Series[],
  hidden: ReadonlySet<string>,
  kind: ChartKind,
): Plotted {
  const sums = new Array<number>(times.length).fill(0);
  return {
    times,
    series: series.map((each, index) => {
      const isHidden = hidden.has(each.name);
      const isStacked = kind !== 'line' && !isHidden;
      return {
        ...each,
        isHidden,
        paint: each.colour ?? (`series-${(index % paints) + 1}` as const),
        isDashed: each.isDashed ?? (each.colour === undefined && index >= paints),
        heights: isStacked ? addedUp(each.values, sums) : each.values,
      };
    }),
  };
}

/** Where one has nothing, those above it stand on what is below. */
function addedUp(values: readonly (number | null)[], sums: number[]): (number | null)[] {
  return sums.map((sum, index) => {
    const value = values[index] ?? null;
    sums[index] = sum + (value ?? 0);
    return value === null ? null : sum + value;
  });
}

const moment = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
});

export function momentText(seconds: number): string {
  return moment.format(seconds * 1000);
}
