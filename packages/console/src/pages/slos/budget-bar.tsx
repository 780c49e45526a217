import type { Slo } from '@seaworthy/api';
import { eventsOf, leftNumber, leftWords, measuresText } from './slo-words.ts';
import './budget-bar.css';

/** What is left of what may fail, as a bar, a number and words. */
export function BudgetBar({ slo }: { slo: Slo }) {
  const { budget, indicator } = slo;
  const { remaining } = budget;
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
  return (
    <div className="budget">
      <p className="budget-number">
        <strong>{leftNumber(remaining.ratio)}</strong> <span className="soft">{leftWords(remaining.ratio)}</span>
      </p>
      <div className={`budget-bar ${toneOf(slo)}`} aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className="soft">{measuresText(budget, eventsOf(indicator))}</p>
    </div>
  );
}

function toneOf({ state }: Slo): string {
  if (state === 'exhausted') return 'bad';
  return state === 'burning' ? 'doubt' : 'good';
}
