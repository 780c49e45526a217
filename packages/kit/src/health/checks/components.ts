import type { HealthCheck } from '../check-runner.ts';

/** The parts that must be running, by name: workers, queues. One that is not is unhealthy; none at all is unknown. */
export function componentsCheck(isRunning: () => Readonly<Record<string, boolean>>): HealthCheck {
  return () => {
    const found = Object.entries(isRunning());
    if (found.length === 0) return { status: 'unknown', message: 'no components' };
    const stopped = found.filter(([, running]) => !running).map(([name]) => name);
    const details = Object.fromEntries(found);
    if (stopped.length > 0) return { status: 'unhealthy', message: `not running: ${stopped.join(', ')}`, details };
    return { status: 'healthy', message: `${found.length} running`, details };
  };
}
