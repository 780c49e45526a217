import type { LogDestination } from './destination.ts';
import { tolerant } from './destination.ts';
import type { Level } from './level.ts';
import { levels } from './level.ts';

/**
 * Sends every line to each destination; one that fails keeps nothing from the others.
 *
 *     fanOut(process.stdout, rotatingFile({ path: 'all.log' }), onlyFrom('error', rotatingFile({ path: 'errors.log' })));
 */
export function fanOut(...destinations: readonly LogDestination[]): { write(line: string): void } {
  const sinks = destinations.map(tolerant);
  return {
    write(line) {
      for (const sink of sinks) sink.write(line);
    },
  };
}

/** Passes on the lines of this level and above. */
export function onlyFrom(lowest: Level, destination: LogDestination): { write(line: string): void } {
  const passed = levels.slice(levels.indexOf(lowest));
  return {
    write(line) {
      const level = levelOf(line);
      if (level !== undefined && passed.includes(level)) destination.write(line);
    },
  };
}

/** The level is the first field of each line, so the rest need not be read. */
function levelOf(line: string): Level | undefined {
  const [, name] = /^\{"level":"([a-z]+)"/.exec(line) ?? [];
  return levels.find((level) => level === name);
}
