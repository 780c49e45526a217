import type { LogDestination, LogSink } from './destination.ts';
import { fanOut, onlyFrom } from './fan-out.ts';
import type { LogFileOptions } from './log-file.ts';
import { logFile } from './log-file.ts';
import { prettyOutput } from './pretty.ts';
import { standardOutputDestination } from './standard-output.ts';

export interface LogOutputs {
  /** What standard output gets. Default `json`; `pretty` is for people, `none` where files are enough. */
  readonly console?: 'json' | 'pretty' | 'none';
  /** All lines, in a file of 10 MiB with ten before it. */
  readonly file?: LogFileOptions;
  /** Errors once more, in a file of their own. */
  readonly errorsFile?: LogFileOptions;
}

/**
 * The usual destinations at once.
 *
 *     const outputs = logOutputs({ console: 'pretty', file: { path: 'logs/app.log' }, errorsFile: { path: 'logs/errors.log' } });
 *     const logger = createLogger({ name: 'app', destination: outputs });
 *     shutdown.onStop('log', () => outputs.close());
 */
export function logOutputs(options: LogOutputs): LogSink & { close(): Promise<void> } {
  const { console = 'json', file, errorsFile } = options;
  const destinations: LogDestination[] = [];
  if (console === 'json') destinations.push(standardOutputDestination());
  if (console === 'pretty') destinations.push(prettyOutput(process.stdout));
  if (file !== undefined) destinations.push(logFile(file));
  if (errorsFile !== undefined) destinations.push(onlyFrom('error', logFile(errorsFile)));
  const all = fanOut(...destinations);
  return { ...all, close: async () => await all.close?.() };
}
