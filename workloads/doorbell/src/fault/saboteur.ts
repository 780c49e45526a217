import type { Clock, Logger } from '@seaworthy/kit';
import { ApiError } from '../http/errors.ts';
import type { Fault } from './fault.ts';

/** Spoils requests as the fault says; does nothing without one. */
export interface Saboteur {
  /** Waits, or throws injected_fault. */
  interfere(): Promise<void>;
}

export interface SaboteurOptions {
  readonly fault: Fault;
  readonly clock: Clock;
  readonly random: () => number;
  readonly exit: (code: number) => void;
  readonly logger: Logger;
}

/** Starts the clock of a crash, if there is to be one. */
export function createSaboteur({ fault, clock, random, exit, logger }: SaboteurOptions): Saboteur {
  const { crashAfterMs, delayMs, errorShare } = fault;
  if (crashAfterMs !== undefined) {
    const crash = (): void => {
      logger.fatal('crashing on purpose: FAULT=crash');
      exit(1);
    };
    if (crashAfterMs === 0) crash();
    else void clock.sleep(crashAfterMs).then(crash);
  }
  return {
    async interfere() {
      if (delayMs > 0) await clock.sleep(delayMs);
      if (errorShare > 0 && random() < errorShare) throw new ApiError('injected_fault', 'failing on purpose');
    },
  };
}
