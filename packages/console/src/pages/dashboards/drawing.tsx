import type { Panel } from '@seaworthy/api';
import { useMemo } from 'react';
import { ChartRows } from '../../components/chart-table.tsx';
import { plottedOf } from '../../components/plotted.ts';
import type { Answered } from '../../data/answers.ts';
import { BarGauge } from './bar-gauge.tsx';
import { Bars } from './bars.tsx';
import { Gauge } from './gauge.tsx';
import { Heatmap } from './heatmap.tsx';
import { Lines } from './lines.tsx';
import { NoData } from './no-data.tsx';
import type { Course, Value } from './panel-data.ts';
import { courseOf, valuesOf } from './panel-data.ts';
import { unitOf } from './panel-state.ts';
import { Pie } from './pie.tsx';
import { Stat } from './stat.tsx';
import { StatusHistory } from './status-history.tsx';
import { ValuesTable } from './values-table.tsx';

export interface DrawingProps {
  readonly panel: Panel;
  /** One for each query; the same list as long as nothing new came. */
  readonly answers: readonly Answered[];
  readonly isTable: boolean;
  readonly onRange: (range: { start: number; end: number }) => void;
}

/** What was answered, in the way that the panel's kind is drawn; or as a table. */
export function Drawing({ panel, answers, isTable, onRange }: DrawingProps) {
  const isOverTime = panel.queries.some(({ instant }) => !instant);
  const course = useMemo(() => (isOverTime ? courseOf(panel, answers) : undefined), [isOverTime, panel, answers]);
  const values = useMemo(() => (isOverTime ? [] : valuesOf(panel, answers)), [isOverTime, panel, answers]);
  if (course) {
    if (course.series.length === 0) return <NoData />;
    return isTable ? <CourseTable panel={panel} course={course} /> : drawCourse(panel, course, onRange);
  }
  if (values.length === 0) return <NoData />;
  return isTable ? <ValuesTable panel={panel} values={values} /> : drawValues(panel, values);
}

function drawCourse(panel: Panel, course: Course, onRange: DrawingProps['onRange']) {
  if (panel.kind === 'heatmap') return <Heatmap panel={panel} course={course} />;
  if (panel.kind === 'status_history') return <StatusHistory panel={panel} course={course} />;
  return <Lines panel={panel} course={course} onRange={onRange} />;
}

function drawValues(panel: Panel, values: readonly Value[]) {
  switch (panel.kind) {
    case 'gauge':
      return <Gauge panel={panel} values={values} />;
    case 'bar_gauge':
      return <BarGauge panel={panel} values={values} />;
    case 'pie':
      return <Pie panel={panel} values={values} />;
    case 'bar':
      return <Bars panel={panel} values={values} />;
    case 'table':
      return <ValuesTable panel={panel} values={values} />;
    default:
      return <Stat panel={panel} values={values} />;
  }
}

function CourseTable({ panel, course: { times, series } }: { panel: Panel; course: Course }) {
  const plotted = useMemo(() => plottedOf(times, series, new Set(), 'line'), [times, series]);
  return <ChartRows title={panel.title} plotted={plotted} unit={unitOf(panel)} />;
}
