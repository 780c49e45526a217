import type { Panel } from '@seaworthy/api';
import { formatUnit } from '../../text/units.ts';
import type { Value } from './panel-data.ts';
import { boundsOf, shareOf, stateOf, unitOf, valueText } from './panel-state.ts';
import { StateMark } from './state-mark.tsx';

/** A half circle from the least to the most; around it, where its states begin and end. */
export function Gauge({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const bounds = boundsOf(
    panel,
    values.map(({ value }) => value),
  );
  return (
    <ul className="gauge-list">
      {values.map(({ name, value }) => (
        <li key={name}>
          <Dial value={value} panel={panel} bounds={bounds} label={`${name}: ${valueText(value, panel)}`} />
          <span className="gauge-name">
            <span className="soft">{name}</span> <StateMark value={value} panel={panel} />
          </span>
        </li>
      ))}
    </ul>
  );
}

interface DialProps {
  readonly value: number;
  readonly panel: Panel;
  readonly bounds: { readonly low: number; readonly high: number };
  readonly label: string;
}

function Dial({ value, panel, bounds, label }: DialProps) {
  const share = shareOf(value, bounds);
  return (
    <svg className="gauge" viewBox="0 0 200 122" role="img" aria-label={label}>
      <path className="gauge-track" d={arc(82, 0, 1)} />
      {share > 0 && <path className={`gauge-fill state-${stateOf(value, panel) ?? 'none'}`} d={arc(82, 0, share)} />}
      {bandsOf(panel, bounds).map(({ from, to, state }) => (
        <path key={from} className={`gauge-band state-${state}`} d={arc(97, from, to)} />
      ))}
      <text className="gauge-value" x="100" y="96">
        {valueText(value, panel)}
      </text>
      <text className="gauge-end" x="18" y="117">
        {formatUnit(bounds.low, unitOf(panel))}
      </text>
      <text className="gauge-end" x="182" y="117">
        {formatUnit(bounds.high, unitOf(panel))}
      </text>
    </svg>
  );
}

/** Of each state, from where to where. */
function bandsOf({ thresholds }: Panel, bounds: { low: number; high: number }) {
  return thresholds
    .map(({ value, state }, index) => {
      const next = thresholds[index + 1]?.value ?? bounds.high;
      return { from: shareOf(value, bounds), to: shareOf(next, bounds), state };
    })
    .filter(({ from, to }) => to > from);
}

/** Part of the half circle around (100, 100), from left to right. */
function arc(radius: number, from: number, to: number): string {
  const point = (share: number) => {
    const angle = Math.PI * (1 - share);
    return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 - radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M ${point(from)} A ${radius} ${radius} 0 0 1 ${point(to)}`;
}
