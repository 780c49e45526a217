import type { Deployment, Phase } from '@seaworthy/api';
import type { Host } from '../terminal/host.ts';
import type { Progress } from '../terminal/progress.ts';
import { styleFor } from '../terminal/style.ts';
import { phaseLine } from './deployment.ts';
import { formatDuration } from './duration.ts';

/** Where no line can move, a phase that takes this long is told before its end. */
const longMs = 1000;

/** Tells a deployment as it happens: one line a phase, when it has ended. */
export function createPhasePrinter(host: Host, progress: Progress): (deployment: Deployment) => void {
  const style = styleFor(host.stderr, host.env);
  const told = new Map<string, string>();
  const tell = (key: string, what: string, line: () => string) => {
    if (told.get(key) === what) return;
    told.set(key, what);
    progress.keep(line());
  };
  return (deployment) => {
    for (const [index, phase] of deployment.phases.entries()) {
      const isOver = phase.status === 'inconclusive' ? hasGoneOn(deployment, index) : isSettled(phase);
      const isLong = phase.status === 'running' && (phase.durationMs ?? 0) >= longMs && !host.stderr.isTerminal;
      if (isOver || isLong) tell(phase.name, phase.status, () => phaseLine(phase, style));
    }
    if (deployment.paused) tell('paused', 'paused', () => pausedText);
    else told.delete('paused');
    if (deployment.state === 'rolling_back') tell('rollback', 'begun', () => style.bad('rolling back'));
    const running = deployment.phases.find(
      ({ status }, index) => status === 'running' || (status === 'inconclusive' && !hasGoneOn(deployment, index)),
    );
    if (running && deployment.endedAt === null) progress.show(movingLine(running, host));
  };
}

function isSettled({ status }: Phase): boolean {
  return status !== 'pending' && status !== 'running';
}

/** What one canary step could not prove is known before the phase has ended. */
function hasGoneOn({ phases, endedAt, state }: Deployment, index: number): boolean {
  const hasNextBegun = phases.slice(index + 1).some(({ startedAt }) => startedAt !== null);
  return endedAt !== null || state === 'rolling_back' || hasNextBegun;
}

const pausedText = 'paused: go on with `seaworthy resume` or `seaworthy promote`, or stop it with `seaworthy abort`';

function movingLine(phase: Phase, host: Host): (elapsedMs: number) => string {
  const startedMs = phase.startedAt === null ? host.now() : Date.parse(phase.startedAt);
  return () => {
    const took = formatDuration(Math.max(0, host.now() - startedMs));
    return `${phase.name.padEnd(17)} ${took.padStart(9)}  ${phase.detail.split('\n', 1)}`;
  };
}
