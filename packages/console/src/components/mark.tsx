import type { AlertCounts, Deployment, HealthStatus, InstanceState, PhaseStatus, Slot } from '@seaworthy/api';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import './mark.css';

export type Tone = 'good' | 'doubt' | 'bad' | 'plain' | 'busy';

export interface MarkProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
  readonly spins?: boolean;
}

/** A state: its colour, and the icon and word that say the same without it. */
export function Mark({ tone, icon, word, spins = false }: MarkProps) {
  return (
    <span className={`mark ${tone}`}>
      <Icon name={icon} spins={spins} />
      {word}
    </span>
  );
}

export function HealthMark({ status }: { status: HealthStatus }) {
  switch (status) {
    case 'healthy':
      return <Mark tone="good" icon="check" word="healthy" />;
    case 'degraded':
      return <Mark tone="doubt" icon="warning" word="degraded" />;
    case 'unhealthy':
      return <Mark tone="bad" icon="cross" word="unhealthy" />;
    case 'unknown':
      return <Mark tone="doubt" icon="question" word="unknown" />;
  }
}

/** What people are told of; what is kept quiet or may come is said, but alarms nobody. */
export function AlertMarks({ counts: { critical, warning, info, silenced, pending } }: { counts: AlertCounts }) {
  const isCalm = critical + warning + info === 0;
  const soft = [...(silenced > 0 ? [`${silenced} kept quiet`] : []), ...(pending > 0 ? [`${pending} pending`] : [])];
  return (
    <>
      {critical > 0 && <Mark tone="bad" icon="cross" word={`${critical} critical`} />}
      {warning > 0 && <Mark tone="doubt" icon="warning" word={`${warning} warning`} />}
      {info > 0 && <Mark tone="plain" icon="dot" word={`${info} info`} />}
      {isCalm && <Mark tone="plain" icon="dash" word="none" />}
      {soft.length > 0 && <span className="soft">{soft.join(', ')}</span>}
    </>
  );
}

const stateWords: Readonly<Record<InstanceState, string>> = {
  starting: 'starting',
  running: 'running',
  restarting: 'restarting',
  crash_loop: 'crash loop',
  stopping: 'stopping',
  stopped: 'stopped',
  lost: 'lost',
};

export function InstanceMark({ state }: { state: InstanceState }) {
  const word = stateWords[state];
  if (state === 'running') return <Mark tone="plain" icon="dot" word={word} />;
  if (state === 'stopped') return <Mark tone="plain" icon="dash" word={word} />;
  if (state === 'lost' || state === 'crash_loop') return <Mark tone="bad" icon="cross" word={word} />;
  return <Mark tone="busy" icon="turn" word={word} spins />;
}

const phaseMarks: Readonly<Record<PhaseStatus, { tone: Tone; icon: IconName }>> = {
  pending: { tone: 'plain', icon: 'dot' },
  running: { tone: 'busy', icon: 'turn' },
  passed: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'cross' },
  inconclusive: { tone: 'doubt', icon: 'question' },
  skipped: { tone: 'plain', icon: 'dash' },
};

/** Its word is read aloud only: the phase stands beside it. */
export function PhaseMark({ status }: { status: PhaseStatus }) {
  const { tone, icon } = phaseMarks[status];
  return (
    <span className={`mark round ${tone}`}>
      <Icon name={icon} spins={status === 'running'} />
      <span className="unseen">{status}: </span>
    </span>
  );
}

export function OutcomeMark({ deployment: { outcome, paused } }: { deployment: Deployment }) {
  switch (outcome) {
    case 'completed':
      return <Mark tone="good" icon="check" word="completed" />;
    case 'rolled_back':
      return <Mark tone="bad" icon="back" word="rolled back" />;
    case 'failed':
      return <Mark tone="bad" icon="cross" word="failed" />;
    case 'refused':
      return <Mark tone="doubt" icon="dash" word="refused" />;
    case 'dry_run':
      return <Mark tone="plain" icon="dash" word="dry run" />;
    case null:
      return paused ? (
        <Mark tone="doubt" icon="pause" word="paused" />
      ) : (
        <Mark tone="busy" icon="turn" word="under way" spins />
      );
  }
}

export function SlotMark({ slot }: { slot: Slot }) {
  return <span className={`slot-mark ${slot}`}>{slot}</span>;
}
