import type { Fields, Logger } from '@seaworthy/kit';
import { createLogger, fanOut, onlyFrom, rotatingFile } from '@seaworthy/kit';
import type { ServerConfig } from '../../config/server-config.ts';
import type { StateFolder } from './state-folder.ts';

export interface AppLogger {
  readonly logger: Logger;
  close(): void;
}

/** JSON lines to rotating files, errors once more to a file of their own; on standard error as the configuration says. */
export function openAppLogger(folder: StateFolder, log: ServerConfig['log'], stderr: NodeJS.WriteStream): AppLogger {
  const all = rotatingFile({ path: folder.serverLog });
  const errors = rotatingFile({ path: folder.errorLog });
  const name = 'seaworthy';
  const toFiles = createLogger({ name, level: log.level, destination: fanOut(all, onlyFrom('error', errors)) });
  const format = log.format === 'auto' ? (stderr.isTTY ? 'pretty' : undefined) : log.format;
  const toScreen = format && createLogger({ name, level: log.level, format, destination: stderr });
  return {
    logger: toScreen === undefined ? toFiles : both(toFiles, toScreen),
    close() {
      all.close();
      errors.close();
    },
  };
}

function both(first: Logger, second: Logger): Logger {
  const write =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal') => (message: string, fields?: Fields) => {
      first[level](message, fields);
      second[level](message, fields);
    };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    child: (fields, name) => both(first.child(fields, name), second.child(fields, name)),
    isEnabled: (level) => first.isEnabled(level) || second.isEnabled(level),
    flush: async () => {
      await Promise.all([first.flush(), second.flush()]);
    },
  };
}
