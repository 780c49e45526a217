import type { Phase } from '@seaworthy/api';
import { PhaseMark } from '../../components/mark.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatDuration, formatElapsed, withShortDigests } from '../../text/format.ts';
import { phaseWords } from '../../text/words.ts';
import './phase-list.css';

export function PhaseList({ phases }: { phases: readonly Phase[] }) {
  return (
    <ol className="phases" aria-label="Phases">
      {phases.map((phase) => (
        <li key={phase.name} className={phase.status}>
          <PhaseMark status={phase.status} />
          <div className="phase-text">
            <span className="phase-name">{phaseWords[phase.name]}</span>
            {phase.detail !== '' && <span className="phase-detail">{withShortDigests(phase.detail)}</span>}
          </div>
          <span className="phase-time">
            <Took phase={phase} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Took({ phase: { status, startedAt, durationMs } }: { phase: Phase }) {
  if (status === 'running' && startedAt !== null) return <Elapsed since={startedAt} />;
  return status === 'pending' || status === 'skipped' || durationMs === null ? null : formatDuration(durationMs);
}

function Elapsed({ since }: { since: string }) {
  return formatElapsed(useNow() - Date.parse(since));
}
