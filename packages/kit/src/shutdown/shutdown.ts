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

class StepwiseShutdown implements Shutdown {
  readonly #logger: Logger;
  readonly #deadlineMs: number;
  readonly #signals: readonly NodeJS.Signals[];
  readonly #exit: (code: number) => void;
  readonly #clock: Clock;
  readonly #steps: { readonly name: string; readonly step: StopStep }[] = [];
  #running: Promise<{ clean: boolean }> | undefined;

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

  run(reason: string): Promise<{ clean: boolean }> {
    this.#running ??= this.#stop(reason);
    return this.#running;
  }

  async #onSignal(signal: NodeJS.Signals): Promise<void> {
    if (this.#running !== undefined) {
      this.#logger.warn('second signal, exiting at once', { signal });
      this.#exit(1);
      return;
    }
    const { clean } = await this.run(signal);
    this.#exit(clean ? 0 : 1);
  }

  async #stop(reason: string): Promise<{ clean: boolean }> {
    this.#logger.info('stopping', { reason, deadlineMs: this.#deadlineMs });
    const over = new AbortController();
    const deadline = this.#clock.sleep(this.#deadlineMs, over.signal).then(
      () => 'deadline' as const,
      () => 'over' as const,
    );
    const steps = this.#runSteps(over.signal);
    const outcome = await Promise.race([steps, deadline]);
    over.abort();
    if (outcome === 'deadline') {
      this.#logger.error('not stopped within the deadline, exiting', { deadlineMs: this.#deadlineMs });
      this.#exit(1);
      return { clean: false };
    }
    await this.#logger.flush();
    return { clean: outcome === true };
  }

  async #runSteps(signal: AbortSignal): Promise<boolean> {
    let isClean = true;
    for (const { name, step } of this.#steps.toReversed()) {
      try {
        await step(signal);
      } catch (error) {
        isClean = false;
        this.#logger.error(`step "${name}" of the stop failed`, { error });
      }
    }
    return isClean;
  }
}
