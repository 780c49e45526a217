import type { Panel } from '@seaworthy/api';
import { useMemo } from 'react';
import { Chart } from '../../components/chart.tsx';
import type { Threshold } from '../../components/series.ts';
import type { Course } from './panel-data.ts';
import { unitOf, valueText } from './panel-state.ts';

export interface LinesProps {
  readonly panel: Panel;
  readonly course: Course;
  readonly onRange: (range: { start: number; end: number }) => void;
}

/** Series over time; a dashed line where a state begins. All of a dashboard show the cursor together. */
export function Lines({ panel, course, onRange }: LinesProps) {
  const limits = useMemo(() => limitsOf(panel), [panel]);
  const { min, max } = panel;
  return (
    <Chart
      title={panel.title}
      isTitleUnseen
      hasTable={false}
      unit={unitOf(panel)}
      times={course.times}
      series={course.series}
      bounds={{ min, max }}
      limits={limits}
      syncKey="dashboard"
      onRange={onRange}
    />
  );
}

/** The first threshold is where everything begins: it parts nothing. */
function limitsOf(panel: Panel): readonly Threshold[] {
  return panel.thresholds.slice(1).map(({ value, state }, index) => {
    const below = panel.thresholds[index]?.state;
    const worse = state === 'good' ? (below ?? 'doubt') : state === 'doubt' && below === 'bad' ? 'bad' : state;
    return { value, name: valueText(value, panel), colour: worse };
  });
}
