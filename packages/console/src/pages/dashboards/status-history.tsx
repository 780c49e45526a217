import type { Panel } from '@seaworthy/api';
import type { CSSProperties } from 'react';
import { Icon } from '../../components/icon.tsx';
import { momentText } from '../../components/plotted.ts';
import type { Course, CourseSeries } from './panel-data.ts';
import { stateLooks, stateOf, valueText } from './panel-state.ts';
import type { Run } from './state-runs.ts';
import { runsOf } from './state-runs.ts';
import { TimeAxis } from './time-axis.tsx';

/** Below this share of the width there is no room for words. */
const leastForWords = 0.14;

/** A line for each, with what it was from when to when. */
export function StatusHistory({ panel, course }: { panel: Panel; course: Course }) {
  return (
    <div className="history">
      <ul className="history-rows" style={{ '--rows': course.series.length } as CSSProperties}>
        {course.series.map((series) => (
          <li key={series.name} className="history-row">
            <span className="history-name">{series.name}</span>
            <Runs panel={panel} series={series} times={course.times} />
          </li>
        ))}
      </ul>
      <TimeAxis times={course.times} />
    </div>
  );
}

interface RunsProps {
  readonly panel: Panel;
  readonly series: CourseSeries;
  readonly times: readonly number[];
}

function Runs({ panel, series, times }: RunsProps) {
  const runs = runsOf(series.values);
  const last = series.values.at(-1) ?? null;
  return (
    <span
      className="history-runs"
      role="img"
      aria-label={`${series.name}, now ${wordOf(last, panel)}; ${runs.length - 1} changes`}
    >
      {runs.map((run) => {
        const end = times[run.start + run.count - 1] ?? 0;
        const moments = `${momentText(times[run.start] ?? 0)} – ${momentText(end)}`;
        return (
          <span
            key={run.start}
            className={`history-run run-${run.value === null ? 'unknown' : (stateOf(run.value, panel) ?? 'none')}`}
            style={{ flexGrow: run.count }}
            title={`${wordOf(run.value, panel)}, ${moments}`}
          >
            {run.count / times.length >= leastForWords && <RunWords run={run} panel={panel} />}
          </span>
        );
      })}
    </span>
  );
}

function RunWords({ run: { value }, panel }: { run: Run; panel: Panel }) {
  const state = stateOf(value, panel);
  return (
    <>
      {state !== undefined && <Icon name={stateLooks[state].icon} />}
      {wordOf(value, panel)}
    </>
  );
}

function wordOf(value: number | null, panel: Panel): string {
  return value === null ? 'unknown' : valueText(value, panel);
}
