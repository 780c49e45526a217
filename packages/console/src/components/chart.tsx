import type { ReactNode } from 'react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Unit } from '../text/units.ts';
import { formatUnit } from '../text/units.ts';
import type { ChartCursor } from './chart-cursor.ts';
import { createChartCursor, useCursorIndex } from './chart-cursor.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTable } from './chart-table.tsx';
import type { Plotted } from './plotted.ts';
import { momentText, plottedOf } from './plotted.ts';
import type { ChartFrame, ChartKind, Series } from './series.ts';
import './chart.css';

/** The plot comes after the page: numbers are read first. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }));

export interface ChartProps extends ChartFrame {
  readonly title: string;
  /** Seconds since 1970, rising. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly unit?: Unit;
  /** `stacked` and `bars` add the series up. */
  readonly kind?: ChartKind;
  /** `small` has no legend and no table: one number and its course. */
  readonly size?: 'small' | 'normal' | 'tall';
  /** False: whoever draws the chart has a table of it elsewhere. */
  readonly hasTable?: boolean;
  /** Beside the title. */
  readonly end?: ReactNode;
  readonly isTitleUnseen?: boolean;
}

/** Time series: the plot, what it reads at the cursor, and the same as a table. */
export function Chart(props: ChartProps) {
  const { title, times, series, unit = 'none', kind = 'line', size = 'normal', isTitleUnseen = false, end } = props;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [cursor] = useState(createChartCursor);
  const plotted = useMemo(() => plottedOf(times, series, hidden, kind), [times, series, hidden, kind]);
  const isSmall = size === 'small';
  const { hasTable = !isSmall } = props;
  const hasLegend = !isSmall && (series.length > 1 || isTitleUnseen);
  return (
    <figure className={`chart ${size}`}>
      <figcaption className={isTitleUnseen ? 'unseen' : undefined}>
        {title}
        {series.length === 1 && <CursorReading cursor={cursor} plotted={plotted} unit={unit} />}
        {end !== undefined && <span className="push">{end}</span>}
      </figcaption>
      <div className="chart-space" role="img" aria-label={summaryOf(title, plotted, unit)}>
        <Suspense>
          <Plot {...props} unit={unit} kind={kind} plotted={plotted} cursor={cursor} isSmall={isSmall} />
        </Suspense>
      </div>
      {hasLegend && <ChartLegend plotted={plotted} unit={unit} cursor={cursor} hidden={hidden} onHidden={setHidden} />}
      {hasTable && <ChartTable title={title} plotted={plotted} unit={unit} />}
    </figure>
  );
}

interface ReadingProps {
  readonly cursor: ChartCursor;
  readonly plotted: Plotted;
  readonly unit: Unit;
}

/** The value under the cursor with its time; else the last one. */
function CursorReading({ cursor, plotted: { times, series }, unit }: ReadingProps) {
  const index = useCursorIndex(cursor);
  const values = series[0]?.values ?? [];
  const seconds = index === null ? undefined : times[index];
  const value = index === null ? lastOf(values) : (values[index] ?? null);
  return (
    <strong className="push">
      {seconds !== undefined && <span className="chart-moment">{momentText(seconds)}</span>} {formatUnit(value, unit)}
    </strong>
  );
}

function summaryOf(title: string, { series }: Plotted, unit: Unit): string {
  const named = series.slice(0, 5).map(({ name, values }) => `${name} ${formatUnit(lastOf(values), unit)}`);
  const more = series.length > 5 ? `, and ${series.length - 5} more` : '';
  return series.length === 0 ? `${title}: nothing was measured` : `${title}, last values: ${named.join(', ')}${more}`;
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}
