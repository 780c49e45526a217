import type { CheckOutcome, Health, Resilience } from '@seaworthy/kit';
import { atWorstDegraded, circuitBreakerCheck, databaseCheck, filesystemCheck, memoryCheck } from '@seaworthy/kit';
import type { DoorbellDatabase } from '../db/database.ts';
import type { Fault } from '../fault/fault.ts';
import type { WorkerHealth } from '../pipeline/stage.ts';

export interface CheckSources {
  readonly database: DoorbellDatabase;
  readonly workers: () => readonly WorkerHealth[];
  readonly modelsLoaded: () => boolean;
  readonly dataDir: string;
  readonly resilience: Resilience;
  readonly fault: Fault;
}

const SLOW_DATABASE_MS = 500;

/** The critical ones count for readiness: without them a press cannot be answered. */
export function registerChecks(health: Health, sources: CheckSources): void {
  const { database, workers, modelsLoaded, dataDir, resilience, fault } = sources;
  const critical = { critical: true };
  health.register('database', databaseCheck({ ping: () => database.ping(), slowMs: SLOW_DATABASE_MS }), critical);
  health.register('models', () => checkModels(modelsLoaded()), critical);
  health.register('workers', () => checkWorkers(workers()), critical);
  health.register('disk', filesystemCheck(dataDir));
  // Without its web hook the house still opens the door, stores the visit and writes the log.
  health.register('circuits', atWorstDegraded(circuitBreakerCheck(() => resilience.circuits())));
  health.register('memory', memoryCheck());
  if (fault.isUnhealthy) {
    health.register('fault', () => ({ status: 'unhealthy', message: 'broken on purpose: FAULT=unhealthy' }), critical);
  }
}

function checkModels(loaded: boolean): CheckOutcome {
  return loaded
    ? { status: 'healthy', message: 'the face models are loaded' }
    : { status: 'unhealthy', message: 'the face models are not loaded yet' };
}

/** One broken worker degrades the service; a kind of worker with none left stops it. */
export function checkWorkers(workers: readonly WorkerHealth[]): CheckOutcome {
  const broken = workers.filter((worker) => !worker.healthy);
  if (broken.length === 0) return { status: 'healthy', message: `${workers.length} workers run` };
  const names = broken.map(({ worker }) => worker).join(', ');
  const isGone = broken.some(({ type }) => workers.every((worker) => worker.type !== type || !worker.healthy));
  return { status: isGone ? 'unhealthy' : 'degraded', message: `not running or stuck: ${names}` };
}
