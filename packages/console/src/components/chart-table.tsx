import { useState } from 'react';
import type { Unit } from '../text/units.ts';
import { formatUnit } from '../text/units.ts';
import type { Plotted } from './plotted.ts';
import { momentText } from './plotted.ts';

const mostRows = 60;

/** What the plot shows, to be read, or read aloud: evenly spread moments, the newest first. */
export function ChartTable({ title, plotted, unit }: { title: string; plotted: Plotted; unit: Unit }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        As a table<span className="unseen">: {title}</span>
      </summary>
      {isOpen && <ChartRows title={title} plotted={plotted} unit={unit} />}
    </details>
  );
}

/** The table itself. */
export function ChartRows({
  title,
  plotted: { times, series },
  unit,
}: {
  title: string;
  plotted: Plotted;
  unit: Unit;
}) {
  const every = Math.max(1, Math.ceil(times.length / mostRows));
  const rows = times.map((seconds, index) => ({ seconds, index })).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section className="chart-table-scroll" tabIndex={0} aria-label={`${title} as a table`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter((_, position) => position % every === 0)
            .map(({ seconds, index }) => (
              <tr key={seconds}>
                <td>{momentText(seconds)}</td>
                {series.map(({ name, values }) => (
                  <td key={name} className="number" data-name={name}>
                    {formatUnit(values[index] ?? null, unit)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
