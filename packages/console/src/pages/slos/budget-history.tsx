import type { Slo } from '@seaworthy/api';
import { useMemo } from 'react';
import { Chart } from '../../components/chart.tsx';
import { Notice } from '../../components/notice.tsx';

const exhausted = { value: 0, name: 'exhausted' };

/** The budget as it went, over the time for which there are counts. */
export function BudgetHistory({ slo: { name, history } }: { slo: Slo }) {
  const times = useMemo(() => history.map(({ time }) => Date.parse(time) / 1000), [history]);
  const series = useMemo(
    () => [{ name: 'left', colour: 'press' as const, values: history.map(({ remaining }) => remaining) }],
    [history],
  );
  if (times.length < 2) {
    return (
      <Notice title="No history yet">
        <p>What is left is recorded every two minutes once something was counted.</p>
      </Notice>
    );
  }
  return <Chart title={`Budget left of ${name}`} unit="ratio" times={times} series={series} threshold={exhausted} />;
}
