import type { Panel } from '@seaworthy/api';
import type { Value } from './panel-data.ts';
import { boundsOf, shareOf, stateOf, valueText } from './panel-state.ts';

/** With more bars than this, numbers do not fit above them. */
const mostNumbered = 12;

/** A bar for each value, beside each other in the order of their names. */
export function Bars({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const bounds = boundsOf(
    panel,
    values.map(({ value }) => value),
  );
  const isDense = values.length > mostNumbered;
  return (
    <ul className={`bars ${isDense ? 'dense' : ''}`}>
      {values.map(({ name, value }) => (
        <li key={name} title={`${name}: ${valueText(value, panel)}`}>
          <span className={isDense ? 'unseen' : 'bars-value'}>{valueText(value, panel)}</span>
          <span className="bars-space">
            <span
              className={`bars-fill state-${stateOf(value, panel) ?? 'none'}`}
              style={{ height: `${shareOf(value, bounds) * 100}%` }}
            />
          </span>
          <span className="bars-name">{name}</span>
        </li>
      ))}
    </ul>
  );
}
