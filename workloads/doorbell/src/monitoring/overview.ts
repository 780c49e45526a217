import type { Clock } from '@seaworthy/kit';
import type { FacePool } from '../face/face-pool.ts';
import type { StageStatus, WorkerHealth } from '../pipeline/stage.ts';

export interface OverviewOptions {
  readonly instance: { readonly id: string; readonly slot: string; readonly version: string };
  readonly environment: string;
  readonly clock: Clock;
}

export interface QueueSize {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** What metrics, health and status say of the whole service. Empty until `watch` tells it where to look. */
export interface Overview {
  watch(flow: { readonly stages: readonly StageStatus[] }, pool: FacePool): void;
  modelsLoaded(): void;
  visitStored(): void;
  readonly areModelsLoaded: () => boolean;
  readonly queues: () => readonly QueueSize[];
  readonly workers: () => readonly WorkerHealth[];
  readonly info: () => Readonly<Record<string, unknown>>;
}

export function createOverview({ instance, environment, clock }: OverviewOptions): Overview {
  let watched: { readonly stages: readonly StageStatus[]; readonly pool: FacePool } | undefined;
  let loaded = false;
  let visits = 0;
  let lastVisitMs: number | undefined;
  return {
    watch: ({ stages }, pool) => {
      watched = { stages, pool };
    },
    modelsLoaded: () => {
      loaded = true;
    },
    visitStored: () => {
      visits++;
      lastVisitMs = clock.now();
    },
    areModelsLoaded: () => loaded,
    queues: () => (watched ? queuesOf(watched.stages, watched.pool) : []),
    workers: () => (watched ? [...watched.stages.flatMap((stage) => stage.workers()), ...threadsOf(watched.pool)] : []),
    info: () => ({
      environment,
      version: instance.version,
      instance: instance.id,
      slot: instance.slot,
      eventsProcessed: visits,
      lastRun: lastVisitMs === undefined ? null : new Date(lastVisitMs).toISOString(),
    }),
  };
}

function queuesOf(stages: readonly StageStatus[], pool: FacePool): readonly QueueSize[] {
  const jobs = { name: 'face_jobs', type: 'face_thread', size: pool.waiting };
  return [...stages.map(({ name, queueSize }) => ({ name, type: name, size: queueSize })), jobs];
}

function threadsOf(pool: FacePool): readonly WorkerHealth[] {
  return pool.threads().map(({ worker, state }) => ({
    worker,
    type: 'face_thread',
    healthy: state === 'idle' || state === 'busy',
  }));
}
