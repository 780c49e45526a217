import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';
import type { Logger } from '../logging/logger.ts';

export interface ShutdownOptions {
  readonly logger: Logger;
  /** All steps together. Default 10 s. */
  readonly deadlineMs?: number;
  /** Default SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  readonly exit?: (code: number) => void;
  readonly clock?: Clock;
}

/** A step of the stop; `signal` aborts at the deadline. */
export type StopStep = (signal: AbortSignal) => void | Promise<void>;

export interface Shutdown {
  /**
   * Names a step. Steps run one after the other, the last named first: name them in the order of building, and the
   * server stops accepting before what its requests need is closed.
   */
  onStop(name: string, step: StopStep): void;
  /** Stops, and exits, on the first signal; a second one exits at once with 1. */
  listen(): void;
  /** Runs the steps, once however often it is called. `clean`: every step succeeded before the deadline. */
  run(reason: string): Promise<{ clean: boolean }>;
}

const defaultDeadlineMs = 10_000;

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
  readonly #signals: readonly NodeJS.Signals[];
  readonly #exit: (code: number) => void;
  readonly #clock: Clock;
  readonly #steps: { readonly name: string; readonly step: StopStep }[] = [];
  #step = '';
  #isRunning = false;
  #stopped: Promise<Stopped> | undefined;

  constructor(options: ShutdownOptions) {
    this.#logger = options.logger;
    this.#deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
    this.#signals = options.signals ?? ['SIGTERM', 'SIGINT'];
    this.#exit = options.exit ?? ((code) => process.exit(code));
    this.#clock = options.clock ?? systemClock;
  }

  onStop(name: string, step: StopStep): void {
    this.#steps.push({ name, step });
  }

  listen(): void {
    for (const signal of this.#signals) process.on(signal, () => void this.#onSignal(signal));
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
    const atDeadline = new AbortController();
    const over = new AbortController();
    const deadline = this.#clock.sleep(this.#deadlineMs, over.signal).then(
      () => 'late' as const,
      () => 'clean' as const,
    );
    const outcome = await Promise.race([this.#runSteps(atDeadline.signal), deadline]);
    over.abort();
    this.#isRunning = false;
    if (outcome === 'late') {
      this.#logger.error('not stopped within the deadline, exiting', {
        deadlineMs: this.#deadlineMs,
        step: this.#step,
      });
      atDeadline.abort();
      this.#exit(1);
      return { clean: false, isForced: true };
    }
    this.#logger.info('stopped', { clean: outcome === 'clean' });
    await this.#logger.flush();
    return { clean: outcome === 'clean', isForced: false };
  }

  async #runSteps(signal: AbortSignal): Promise<'clean' | 'failed'> {
    let outcome: 'clean' | 'failed' = 'clean';
    for (const { name, step } of this.#steps.toReversed()) {
      if (signal.aborted) return 'failed';
      this.#step = name;
      try {
        await step(signal);
      } catch (error) {
        outcome = 'failed';
        this.#logger.error('a step of the stop failed', { step: name, error });
      }
    }
    return outcome;
  }
}
