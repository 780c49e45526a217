import type { Panel } from '@seaworthy/api';
import { momentText } from '../../components/plotted.ts';
import { formatUnit } from '../../text/units.ts';
import type { HeatRow } from './heat-rows.ts';
import { heatOf, heatRowsOf, hottest } from './heat-rows.ts';
import type { Course } from './panel-data.ts';
import { unitOf, valueText } from './panel-state.ts';
import { TimeAxis } from './time-axis.tsx';

/** Rows over time; the stronger a cell, the more there was. */
export function Heatmap({ panel, course }: { panel: Panel; course: Course }) {
  const rows = heatRowsOf(course);
  const top = hottest(rows);
  const isHistogram = rows.some(({ bound }) => bound !== undefined);
  const told: Pick<Panel, 'unit' | 'values'> = isHistogram ? { unit: 'none', values: [] } : panel;
  const cellText = (row: HeatRow, value: number, index: number) =>
    `${momentText(course.times[index] ?? 0)}, ${rowName(row, panel)}: ${valueText(value, told)}`;
  return (
    <div className="heat">
      <div
        className="heat-rows"
        role="img"
        aria-label={`${panel.title}: ${rows.length} rows, at most ${valueText(top, told)}`}
      >
        {rows.map((row) => (
          <div key={row.name} className="heat-row">
            <span className="heat-name">{rowName(row, panel)}</span>
            <svg viewBox={`0 0 ${Math.max(1, course.times.length)} 1`} preserveAspectRatio="none" aria-hidden="true">
              {row.values.map((value, index) =>
                value !== null && value > 0 ? (
                  <rect
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
                    key={index}
                    className="heat-cell"
                    x={index}
                    width="0.92"
                    height="1"
                    fillOpacity={heatOf(value, top)}
                  >
                    <title>{cellText(row, value, index)}</title>
                  </rect>
                ) : null,
              )}
            </svg>
          </div>
        ))}
      </div>
      <TimeAxis times={course.times} />
      <p className="heat-scale soft">
        0
        {[0.12, 0.4, 0.7, 1].map((heat) => (
          <span key={heat} className="heat-sample" style={{ opacity: heat }} />
        ))}
        {valueText(top, told)}
      </p>
    </div>
  );
}

function rowName({ name, bound }: HeatRow, panel: Panel): string {
  if (bound === undefined) return name;
  return bound === Number.POSITIVE_INFINITY ? 'above' : `≤ ${formatUnit(bound, unitOf(panel))}`;
}
