import { Section } from '../../components/page.tsx';
import type { Metric } from './metrics.ts';
import { startersOf } from './starters.ts';
import './starter-list.css';

/** What can be asked, by what is measured here. */
export function StarterList({ metrics, onAsk }: { metrics: readonly Metric[]; onAsk: (expr: string) => void }) {
  const starters = startersOf(metrics);
  if (starters.length === 0) return null;
  return (
    <Section title="What can I ask?" about="Questions that have an answer here">
      <ul className="starters">
        {starters.map(({ words, expr }) => (
          <li key={expr}>
            <button type="button" onClick={() => onAsk(expr)}>
              <span>{words}</span>
              <code className="soft">{expr}</code>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
