import type { Measure, Verdict } from '@seaworthy/api';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatCount, formatLatency, formatRatio } from '../../text/format.ts';
import './verdict-table.css';

type Row = readonly [name: string, show: (measure: Measure) => string];

const rows: readonly Row[] = [
  ['Requests', ({ requests }) => formatCount(requests)],
  ['Errors', ({ errorRate }) => formatRatio(errorRate)],
  ['Mean', ({ meanLatencyMs }) => formatLatency(meanLatencyMs)],
  ['p95', ({ p95LatencyMs }) => formatLatency(p95LatencyMs)],
];

const verdicts: Readonly<Record<Verdict['verdict'], { tone: string; icon: IconName; word: string }>> = {
  pass: { tone: 'good', icon: 'check', word: 'passed' },
  fail: { tone: 'bad', icon: 'cross', word: 'did not pass' },
  inconclusive: { tone: 'doubt', icon: 'question', word: 'inconclusive' },
};

export interface VerdictProps {
  readonly verdict: Verdict;
  readonly baseline: string | null;
  readonly candidate: string;
  /** It is not judged before it has ended. */
  readonly isUnderWay: boolean;
}

/** What was measured of the version before and of the new one, side by side, and what follows from it. */
export function VerdictTable({ verdict, baseline, candidate, isUnderWay }: VerdictProps) {
  const { tone, icon, word } = verdicts[verdict.verdict];
  const hasNumbers = verdict.baseline !== null || verdict.candidate !== null;
  return (
    <div>
      <h3 className="side-title">Comparison{isUnderWay ? ' so far' : ''}</h3>
      {hasNumbers && (
        <table className="verdict">
          <thead>
            <tr>
              <td />
              <th scope="col">{baseline ?? 'before'}</th>
              <th scope="col">{candidate}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, show]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{verdict.baseline === null ? '–' : show(verdict.baseline)}</td>
                <td>{verdict.candidate === null ? '–' : show(verdict.candidate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="verdict-reason">
        {!isUnderWay && (
          <span className={`mark ${tone}`}>
            <Icon name={icon} />
            {word}:
          </span>
        )}{' '}
        {verdict.reason}
      </p>
    </div>
  );
}
