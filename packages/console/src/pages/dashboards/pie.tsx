import type { Panel } from '@seaworthy/api';
import { formatRatio } from '../../text/format.ts';
import type { Value } from './panel-data.ts';
import { valueText } from './panel-state.ts';

const colours = 8;
/** Around the ring, in hundredths. */
const gap = 0.6;

/** Shares of a whole: a ring, and beside it names, numbers and shares in the ring's order. */
export function Pie({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const known = values.map(({ name, value }) => ({ name, value: Number.isFinite(value) ? Math.max(0, value) : 0 }));
  const sum = known.reduce((total, { value }) => total + value, 0);
  let start = 0;
  const parts = known.map((each, index) => {
    const share = sum === 0 ? 0 : each.value / sum;
    const part = { ...each, share, start, paint: `var(--series-${(index % colours) + 1})` };
    start += share;
    return part;
  });
  return (
    <div className="pie">
      <svg className="pie-ring" viewBox="0 0 100 100" aria-hidden="true">
        <circle className="pie-track" cx="50" cy="50" r="38" />
        {parts
          .filter(({ share }) => share > 0)
          .map(({ name, share, start: from, paint }) => (
            <circle
              key={name}
              className="pie-part"
              cx="50"
              cy="50"
              r="38"
              pathLength="100"
              stroke={paint}
              strokeDasharray={`${share === 1 ? 100 : Math.max(0.4, share * 100 - gap)} 100`}
              strokeDashoffset={-from * 100}
            />
          ))}
        <text className="pie-sum" x="50" y="50">
          {valueText(sum, panel)}
        </text>
        <text className="pie-sum-name" x="50" y="63">
          in all
        </text>
      </svg>
      <ul className="pie-legend">
        {parts.map(({ name, value, share, paint }) => (
          <li key={name}>
            <span className="pie-swatch" style={{ background: paint }} />
            <span className="pie-name">{name}</span>
            <span className="pie-numbers">
              <strong>{valueText(value, panel)}</strong> <span className="soft">{formatRatio(share)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
