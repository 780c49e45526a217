import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import { backgroundClock, systemClock } from '../clock/clock.ts';
import type { CheckOptions, HealthCheck, StatusChange } from './check-runner.ts';
import { CheckRunner } from './check-runner.ts';
import { createHealthHandler } from './handler.ts';
import type { HealthReport, Liveness, Readiness } from './report.ts';
import { buildReport } from './report.ts';
import { isServing, worstStatus } from './status.ts';

export interface HealthOptions {
  readonly clock?: Clock;
  /** How long a check's result is good for. Default 1 s. */
  readonly cacheMs?: number;
  /**
   * How long an answer waits for checks that are running; then it has their last results, with their age in `ageMs`, or
   * `unknown` where there is none yet. Default 500 ms.
   */
  readonly answerWithinMs?: number;
  /** `staging` is looked at every 300 s, every other environment every 60 s, once `start` was called. */
  readonly environment?: string;
  /** How often `start` looks, when not as often as the environment says. */
  readonly intervalMs?: number;
  /** Told when a check's status is another than before. */
  readonly onChange?: (change: StatusChange) => void;
  /** More fields of `/status`: environment, version, events processed, last run. */
  readonly info?: () => Readonly<Record<string, unknown>>;
}

export interface Health {
  /** Throws when the name is taken. */
  register(name: string, check: HealthCheck, options?: CheckOptions): void;
  unregister(name: string): void;
  report(): Promise<HealthReport>;
  /** Ready when no critical check speaks against it and the service is not stopping. */
  readiness(): Promise<Readiness>;
  /** The process answers; that is all it says, and it waits for nothing. */
  liveness(): Liveness;
  /** From now on not ready. */
  setShuttingDown(): void;
  /**
   * Runs every check now and from then on at the interval, whether anybody asks or not, so that a change is noticed. Resolves
   * when all have a first result. `stop` ends it.
   */
  start(): Promise<void>;
  stop(): void;
  /** Answers the health endpoints; tells whether the request was one of them. */
  handler(): (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}

const defaultCacheMs = 1000;
const defaultAnswerWithinMs = 500;

function intervalOf({ environment, intervalMs }: HealthOptions): number {
  return intervalMs ?? (environment === 'staging' ? 300_000 : 60_000);
}

export function createHealth(options: HealthOptions = {}): Health {
  const { clock = systemClock, info = () => ({}) } = options;
  const { cacheMs = defaultCacheMs, answerWithinMs = defaultAnswerWithinMs, onChange = () => undefined } = options;
  const runners = new Map<string, CheckRunner>();
  const startedMs = clock.monotonicMs();
  let isShuttingDown = false;

  function register(name: string, check: HealthCheck, checkOptions: CheckOptions = {}): void {
    if (runners.has(name)) throw new Error(`health check "${name}" is registered already`);
    runners.set(name, new CheckRunner(name, check, checkOptions, { clock, cacheMs, answerWithinMs, onChange }));
  }

  async function report(): Promise<HealthReport> {
    const results = await Promise.all([...runners.values()].map((runner) => runner.result()));
    return buildReport(results, clock.now());
  }

  async function readiness(): Promise<Readiness> {
    if (isShuttingDown) return { ready: false, status: 'unhealthy' };
    const critical = [...runners.values()].filter((runner) => runner.critical);
    const results = await Promise.all(critical.map((runner) => runner.result()));
    const status = worstStatus(results.map(({ outcome }) => outcome.status));
    return { ready: isServing(status) && !isShuttingDown, status };
  }

  let stopped: AbortController | undefined;
  const refreshAll = async () => void (await Promise.all([...runners.values()].map((runner) => runner.refresh())));

  async function start(): Promise<void> {
    stopped?.abort();
    const until = new AbortController();
    stopped = until;
    await refreshAll();
    void repeat(intervalOf(options), options.clock ?? backgroundClock, until.signal, refreshAll);
  }

  const health: Omit<Health, 'handler'> = {
    register,
    unregister: (name) => void runners.delete(name),
    report,
    readiness,
    liveness: () => ({ alive: true, status: 'healthy' }),
    start,
    stop: () => stopped?.abort(),
    setShuttingDown: () => {
      isShuttingDown = true;
    },
  };
  const uptimeSeconds = () => Math.round(clock.monotonicMs() - startedMs) / 1000;
  return {
    ...health,
    handler: () => createHealthHandler(health, () => ({ uptimeSeconds: uptimeSeconds(), ...info() })),
  };
}

async function repeat(everyMs: number, clock: Clock, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal).catch(() => undefined);
    if (!signal.aborted) await run();
  }
}
