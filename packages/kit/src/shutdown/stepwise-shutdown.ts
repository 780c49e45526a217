import type { Server } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';
import type { Logger } from '../logging/logger.ts';
import { exitOnCrash } from './crash.ts';
import type { DrainableServer } from './http-server.ts';
import { drainableServer } from './http-server.ts';
import type { ServerHolder, ServerStopOptions, Shutdown, ShutdownOptions } from './shutdown.ts';
import type { NamedStep, StopStep } from './stop-plan.ts';
import { StopPlan } from './stop-plan.ts';

const defaultDeadlineMs = 10_000;
const drainShare = 0.8;
const lastFlushMs = 2000;

export function createShutdown(options: ShutdownOptions): Shutdown {
  return new StepwiseShutdown(options);
}

/** `isForced`: the deadline has passed, and the exit was called already. */
interface Stopped {
  readonly clean: boolean;
  readonly isForced: boolean;
}

class StepwiseShutdown implements Shutdown {
  readonly #logger: Logger;
  readonly #deadlineMs: number;
  readonly #graceMs: number;
  readonly #signals: readonly NodeJS.Signals[];
  readonly #exit: (code: number) => void;
  readonly #clock: Clock;
  readonly #plan = new StopPlan();
  readonly #stopping = new AbortController();
  #step = '';
  #isRunning = false;
  #stopped: Promise<Stopped> | undefined;

  constructor(options: ShutdownOptions) {
    this.#logger = options.logger;
    this.#deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
    this.#graceMs = options.graceMs ?? 0;
    this.#signals = options.signals ?? ['SIGTERM', 'SIGINT'];
    this.#exit = options.exit ?? ((code) => process.exit(code));
    this.#clock = options.clock ?? systemClock;
  }

  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  readiness(health: { setShuttingDown(): void }): void {
    this.#plan.readiness.push({ name: 'readiness', step: () => health.setShuttingDown() });
  }

  server(given: Server | ServerHolder, options: ServerStopOptions = {}): DrainableServer {
    const { name = 'http', drainMs = this.#deadlineMs * drainShare } = options;
    const drainable = drainableServer('server' in given ? given.server : given, this.#clock);
    const step = async (): Promise<void> => {
      const { destroyed } = await drainable.drain({ deadlineMs: drainMs, graceMs: Math.min(this.#graceMs, drainMs) });
      if (destroyed > 0) this.#logger.warn('connections were cut off at the deadline', { step: name, destroyed });
      if ('server' in given) await given.close();
    };
    this.#plan.servers.push({ name, step });
    return drainable;
  }

  onStop(name: string, step: StopStep): void {
    this.#plan.steps.push({ name, step });
  }

  onFlush(name: string, step: StopStep): void {
    this.#plan.flushes.push({ name, step });
  }

  listen(): void {
    for (const signal of this.#signals) process.on(signal, () => void this.#onSignal(signal));
  }

  exitOnCrash(): void {
    exitOnCrash({ logger: this.#logger, flush: () => this.#lastFlush(), exit: this.#exit });
  }

  async run(reason: string): Promise<{ clean: boolean }> {
    const { clean } = await this.#runOnce(reason);
    return { clean };
  }

  async #onSignal(signal: NodeJS.Signals): Promise<void> {
    if (this.#isRunning) {
      this.#logger.warn('signal while stopping, exiting at once', { signal, step: this.#step });
      this.#exit(1);
      return;
    }
    const { clean, isForced } = await this.#runOnce(signal);
    if (!isForced) this.#exit(clean ? 0 : 1);
  }

  #runOnce(reason: string): Promise<Stopped> {
    this.#stopped ??= this.#stop(reason);
    return this.#stopped;
  }

  async #stop(reason: string): Promise<Stopped> {
    this.#isRunning = true;
    this.#logger.info('stopping', { reason, deadlineMs: this.#deadlineMs });
    this.#stopping.abort();
    const atDeadline = new AbortController();
    const over = new AbortController();
    const deadline = this.#clock.sleep(this.#deadlineMs, over.signal).then(
      () => 'late' as const,
      () => 'clean' as const,
    );
    const outcome = await Promise.race([this.#runPlan(atDeadline.signal), deadline]);
    over.abort();
    if (outcome === 'late') return await this.#forceEnd(atDeadline);
    this.#isRunning = false;
    this.#logger.info('stopped', { clean: outcome === 'clean' });
    await this.#logger.flush();
    return { clean: outcome === 'clean', isForced: false };
  }

  async #forceEnd(atDeadline: AbortController): Promise<Stopped> {
    this.#logger.error('not stopped within the deadline, exiting', { deadlineMs: this.#deadlineMs, step: this.#step });
    atDeadline.abort();
    await this.#lastFlush();
    this.#exit(1);
    this.#isRunning = false;
    return { clean: false, isForced: true };
  }

  /** What must not be lost, as far as it did not begin yet, and the log; for a while, and without complaint. */
  async #lastFlush(): Promise<void> {
    const over = new AbortController();
    const flushes = this.#plan.takeFlushes().map(({ step }) => (async () => step(over.signal))());
    const tooLong = this.#clock.sleep(lastFlushMs, over.signal).catch(() => undefined);
    await Promise.race([Promise.allSettled(flushes).then(() => this.#logger.flush()), tooLong]);
    over.abort();
  }

  async #runPlan(signal: AbortSignal): Promise<'clean' | 'failed'> {
    const results: boolean[] = [];
    for (const stage of this.#plan.stages()) {
      if (signal.aborted) return 'failed';
      const steps = stage();
      this.#step = steps.map(({ name }) => name).join(', ');
      results.push(...(await Promise.all(steps.map((step) => this.#succeeds(step, signal)))));
    }
    return results.every(Boolean) ? 'clean' : 'failed';
  }

  async #succeeds({ name, step }: NamedStep, signal: AbortSignal): Promise<boolean> {
    try {
      await step(signal);
      return true;
    } catch (error) {
      this.#logger.error('a step of the stop failed', { step: name, error });
      return false;
    }
  }
}
