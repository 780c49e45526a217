import type { CheckOutcome } from '@seaworthy/kit';

/** Whether a part does its work; right after the start nobody knows. */
export type Standing = 'running' | 'stopped' | 'unknown';

/** One part that stands still is unhealthy; while any is not known yet, neither is the whole. */
export function judgeStandings(parts: Readonly<Record<string, Standing>>): CheckOutcome {
  const names = (standing: Standing) => Object.keys(parts).filter((name) => parts[name] === standing);
  const [stopped, unknown] = [names('stopped'), names('unknown')];
  const details = { ...parts };
  if (stopped.length > 0) return { status: 'unhealthy', message: `stands still: ${stopped.join(', ')}`, details };
  if (unknown.length > 0) return { status: 'unknown', message: `not known yet: ${unknown.join(', ')}`, details };
  return { status: 'healthy', message: `${Object.keys(parts).length} running`, details };
}
