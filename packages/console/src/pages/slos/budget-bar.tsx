import type { Slo } from '@seaworthy/api';
import { formatCount } from '../../text/format.ts';
import { minutesText, shareText } from './slo-words.ts';
import './budget-bar.css';

/** What is left of what may fail, as a bar, a number and words. */
export function BudgetBar({ slo }: { slo: Slo }) {
  const { budget, indicator } = slo;
  const { remaining, allowed } = budget;
  if (remaining === null) {
    return (
      <div className="budget">
        <p className="budget-number">
          <strong>–</strong> <span className="soft">of the budget: not known</span>
        </p>
        <div className="budget-bar unknown" />
      </div>
    );
  }
  const share = Math.min(1, Math.max(0, remaining.ratio));
  const isOver = remaining.ratio < 0;
  const things = indicator === 'probe' ? 'looks' : indicator === 'query' ? 'events' : 'requests';
  return (
    <div className="budget">
      <p className="budget-number">
        <strong>{shareText(Math.abs(remaining.ratio))}</strong>{' '}
        <span className="soft">{isOver ? 'more than the budget is spent' : 'of the budget is left'}</span>
      </p>
      <div className={`budget-bar ${toneOf(slo)}`} aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className="soft">
        {isOver ? `${minutesText(-remaining.minutes)} over` : `${minutesText(remaining.minutes)} left`} of{' '}
        {minutesText(allowed.minutes)} of outage
        {allowed.requests !== null &&
          `; ${isOver ? 'all' : formatCount(Math.floor(Math.max(0, remaining.requests)))} of ${formatCount(Math.floor(allowed.requests))} bad ${things} ${isOver ? 'are spent' : 'are left'}`}
      </p>
    </div>
  );
}

function toneOf({ state }: Slo): string {
  if (state === 'exhausted') return 'bad';
  return state === 'burning' ? 'doubt' : 'good';
}
