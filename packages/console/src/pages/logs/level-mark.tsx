import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';

export type LevelTone = 'bad' | 'doubt' | 'info' | 'low';

interface Shown {
  readonly tone: LevelTone;
  readonly icon: IconName;
}

const shown: Readonly<Record<string, Shown>> = {
  fatal: { tone: 'bad', icon: 'cross' },
  error: { tone: 'bad', icon: 'cross' },
  warn: { tone: 'doubt', icon: 'warning' },
  info: { tone: 'info', icon: 'dot' },
  debug: { tone: 'low', icon: 'dash' },
  trace: { tone: 'low', icon: 'dash' },
};
const plain: Shown = { tone: 'low', icon: 'question' };

/** A line's level, as icon and word. */
export function LevelMark({ level }: { level: string | null }) {
  const { tone, icon } = lookOf(level);
  return (
    <span className={`log-level ${tone}`}>
      <Icon name={icon} />
      {level ?? 'none'}
    </span>
  );
}

export function lookOf(level: string | null): Shown {
  return shown[level ?? ''] ?? plain;
}
