import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CheckOutcome, Health } from '@seaworthy/kit';
import { componentsCheck, createHealth, databaseCheck, diskCheck, processCheck } from '@seaworthy/kit';
import type { Standing } from './standing-check.ts';
import { judgeStandings } from './standing-check.ts';

export interface OwnHealthOptions {
  readonly environment: string;
  readonly version: string;
  readonly stateDir: string;
  readonly pingDatabase: () => Promise<unknown>;
  readonly pingProxy: () => Promise<{ readonly pid: number; readonly listen: string | null }>;
  /** What must be running in this process, by name. */
  readonly components: () => Readonly<Record<string, boolean>>;
  /** What must go on for an alert to reach anybody. */
  readonly watch: () => Readonly<Record<string, Standing>>;
}

export interface OwnHealth {
  readonly health: Health;
  stop(): void;
}

/** The health of the control plane itself; the service's instances have their own. */
export function createOwnHealth(options: OwnHealthOptions): OwnHealth {
  const { environment, version } = options;
  const health = createHealth({ info: () => ({ environment, version }) });
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  health.register('database', databaseCheck({ ping: options.pingDatabase, slowMs: 1_000 }), { critical: true });
  health.register('proxy', () => proxyCheck(options), { critical: true, timeoutMs: 3_000 });
  health.register('disk', diskCheck({ mounts: [options.stateDir] }));
  health.register('process', processCheck());
  health.register('event_loop', () => judgeDelay(delay), { intervalMs: 1_000 });
  health.register('components', componentsCheck(options.components), { critical: true });
  health.register('watch', () => judgeStandings(options.watch()));
  return { health, stop: () => void delay.disable() };
}

async function proxyCheck({ pingProxy }: OwnHealthOptions): Promise<CheckOutcome> {
  try {
    const { pid, listen } = await pingProxy();
    return {
      status: 'healthy',
      message: listen === null ? 'answers' : `listens on ${listen}`,
      details: { pid, listen },
    };
  } catch (error) {
    return { status: 'unhealthy', message: error instanceof Error ? error.message : String(error) };
  }
}

const slowMs = 250;

/** Everything here runs on one thread: when it is held up, every answer is late. Looks back to the last question. */
function judgeDelay(delay: ReturnType<typeof monitorEventLoopDelay>): CheckOutcome {
  const longestMs = Math.round(delay.max / 1e6);
  delay.reset();
  const details = { longestMs };
  if (longestMs > slowMs) return { status: 'degraded', message: `held up for ${longestMs} ms`, details };
  return { status: 'healthy', message: 'runs freely', details };
}
