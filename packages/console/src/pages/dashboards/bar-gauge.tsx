import type { Panel } from '@seaworthy/api';
import type { Value } from './panel-data.ts';
import { boundsOf, shareOf, stateOf, valueText } from './panel-state.ts';
import { StateMark } from './state-mark.tsx';

/** A bar for each, from the least to the most that there can be. */
export function BarGauge({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const bounds = boundsOf(
    panel,
    values.map(({ value }) => value),
  );
  return (
    <ul className="bar-gauge">
      {values.map(({ name, value }) => (
        <li key={name}>
          <span className="bar-gauge-name">{name}</span>
          <span className="bar-gauge-value">
            <StateMark value={value} panel={panel} /> <strong>{valueText(value, panel)}</strong>
          </span>
          <span className="bar-gauge-track">
            <span
              className={`bar-gauge-fill state-${stateOf(value, panel) ?? 'none'}`}
              style={{ width: `${shareOf(value, bounds) * 100}%` }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
