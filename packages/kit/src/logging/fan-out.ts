import type { LogDestination, LogSink } from './destination.ts';
import { closeDestination, flushDestination, tolerant } from './destination.ts';
import type { Level } from './level.ts';
import { levels } from './level.ts';

/**
 * Sends every line to each destination; one that fails keeps nothing from the others.
 *
 *     fanOut(prettyOutput(process.stderr), logFile({ path: 'all.log' }), onlyFrom('error', logFile({ path: 'errors.log' })));
 */
export function fanOut(...destinations: readonly LogDestination[]): LogSink {
  const sinks = destinations.map(tolerant);
  return {
    write(line) {
      for (const sink of sinks) sink.write(line);
    },
    flush: async () => void (await Promise.all(sinks.map((sink) => sink.flush?.()))),
    close: async () => void (await Promise.all(sinks.map((sink) => sink.close?.()))),
  };
}

/** Passes on the lines of this level and above. */
export function onlyFrom(lowest: Level, destination: LogDestination): LogSink {
  const passed = new Set<string>(levels.slice(levels.indexOf(lowest)));
  return {
    write(line) {
      if (passed.has(levelOf(line))) destination.write(line);
    },
    flush: () => flushDestination(destination),
    close: () => closeDestination(destination),
  };
}

/** The level is the first field of each line, so the rest need not be read. */
function levelOf(line: string): string {
  const [, name = ''] = /^\{"level":"([a-z]+)"/.exec(line) ?? [];
  return name;
}
