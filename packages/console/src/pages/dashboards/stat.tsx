import type { Panel } from '@seaworthy/api';
import type { Value } from './panel-data.ts';
import { valueText } from './panel-state.ts';
import { StateMark } from './state-mark.tsx';

/** One number, as large as it can be; several, each with its name. */
export function Stat({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const isAlone = values.length === 1;
  return (
    <ul className={`stat-list ${isAlone ? 'alone' : ''}`}>
      {values.map(({ name, value }) => (
        <li key={name}>
          <strong className="stat-value">{valueText(value, panel)}</strong>
          <span className="soft">{name}</span>
          <StateMark value={value} panel={panel} />
        </li>
      ))}
    </ul>
  );
}
