import type { Unit } from '../text/units.ts';
import { formatUnit } from '../text/units.ts';
import type { ChartCursor } from './chart-cursor.ts';
import { useCursorIndex } from './chart-cursor.ts';
import type { Plotted, PlottedSeries } from './plotted.ts';
import { momentText } from './plotted.ts';

export interface LegendProps {
  readonly plotted: Plotted;
  readonly unit: Unit;
  readonly cursor: ChartCursor;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** The series with their values under the cursor, else their last ones; pressing one hides it and shows it again. */
export function ChartLegend({ plotted: { times, series }, unit, cursor, hidden, onHidden }: LegendProps) {
  const index = useCursorIndex(cursor);
  const seconds = index === null ? undefined : times[index];
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    onHidden(next);
  };
  return (
    <div className="chart-legend">
      <p className="chart-legend-time soft">{seconds === undefined ? 'latest' : momentText(seconds)}</p>
      <ul>
        {series.map((each) => (
          <li key={each.name}>
            <button type="button" aria-pressed={!each.isHidden} onClick={() => toggle(each.name)} title={each.name}>
              <Swatch series={each} />
              <span className="chart-legend-name">{each.name}</span>
              <span className="chart-legend-value">{formatUnit(valueAt(each, index), unit)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Swatch({ series: { paint, isDashed } }: { series: PlottedSeries }) {
  const style = { borderTopColor: `var(--${paint})`, borderTopStyle: isDashed ? 'dashed' : 'solid' } as const;
  return <span className="chart-swatch" style={style} />;
}

function valueAt({ values }: PlottedSeries, index: number | null): number | null {
  if (index !== null) return values[index] ?? null;
  return values.findLast((value) => value !== null) ?? null;
}
