import type { Slot } from '@seaworthy/api';
import { formatRatio } from '../text/format.ts';
import './split-bar.css';

export interface SplitShare {
  readonly slot: Slot;
  readonly version: string | null;
  /** 0 to 1. */
  readonly share: number;
}

/** How the traffic is divided, as one bar of two colours; the same stands below it in words. */
export function SplitBar({ shares }: { shares: readonly SplitShare[] }) {
  return (
    <div className="split">
      <div className="split-bar" aria-hidden="true">
        {shares.map(({ slot, share }) => (
          <span key={slot} className={`split-part ${slot}`} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className="split-words">
        {shares.map(({ slot, version, share }) => (
          <li key={slot} className={slot}>
            <strong>{formatRatio(share)}</strong> {version ?? 'nothing'} <span className="soft">{slot}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
