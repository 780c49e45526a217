import type { HealthStatus, InstanceState, PhaseStatus } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';

type Paint = keyof Style;

const phases: Record<PhaseStatus, [mark: string, paint: Paint]> = {
  pending: ['·', 'dim'],
  running: ['…', 'bold'],
  passed: ['✓', 'good'],
  failed: ['✗', 'bad'],
  inconclusive: ['?', 'doubtful'],
  skipped: ['-', 'dim'],
};
const healths: Record<HealthStatus, Paint> = {
  healthy: 'good',
  degraded: 'doubtful',
  unhealthy: 'bad',
  unknown: 'doubtful',
};

/** A colour never stands alone: the mark or the word says the same. */
export function phaseMark(status: PhaseStatus, style: Style): string {
  const [mark, paint] = phases[status];
  return style[paint](mark);
}

export function healthWord(status: HealthStatus, style: Style): string {
  return style[healths[status]](status);
}

export function stateWord(state: InstanceState, style: Style): string {
  if (state === 'running') return style.good(state);
  return state === 'lost' || state === 'crash_loop' ? style.bad(state) : style.doubtful(state);
}
