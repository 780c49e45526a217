import type { Target } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';

/** Whether something was reached. */
export function SeenMark({ health }: Pick<Target, 'health'>) {
  if (health === 'up') return <Mark tone="good" icon="check" word="up" />;
  if (health === 'down') return <Mark tone="bad" icon="cross" word="down" />;
  return <Mark tone="doubt" icon="question" word="unknown" />;
}

const rank: Readonly<Record<Target['health'], number>> = { down: 0, unknown: 1, up: 2 };

export function downFirst<T extends Pick<Target, 'health'>>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => rank[a.health] - rank[b.health]);
}
