import type { Logger } from '../logging/logger.ts';

export interface CrashOptions {
  readonly logger: Logger;
  readonly flush: () => Promise<void>;
  readonly exit: (code: number) => void;
}

/** Errors that nobody caught: the first is logged and everything flushed before the exit; a second one ends it at once. */
export function exitOnCrash({ logger, flush, exit }: CrashOptions): void {
  let isCrashing = false;
  const crash = async (message: string, error: unknown): Promise<void> => {
    logger.fatal(message, { error });
    if (isCrashing) return exit(1);
    isCrashing = true;
    await flush().catch(() => undefined);
    exit(1);
  };
  process.on('uncaughtException', (error) => void crash('an error that nobody caught, exiting', error));
  process.on('unhandledRejection', (reason) => void crash('a rejection that nobody handled, exiting', reason));
}
