import { Writable } from 'node:stream';
import { pino } from 'pino';

/** Where lines go: a stream, or anything that takes one whole line, newline included, at a time. */
export type LogDestination = NodeJS.WritableStream | { write(line: string): void };

const standardOutput = 1;

/** Standard output, written synchronously: what was logged before a crash is there after it. */
export function standardOutputDestination(): LogDestination {
  const stream = pino.destination({ fd: standardOutput, sync: true });
  // A full disk or a closed pipe loses lines; it must not end the service.
  stream.on('error', () => undefined);
  return stream;
}

/** Wraps a destination so that its failure to take a line stays its own. */
export function tolerant(destination: LogDestination): { write(line: string): void } {
  return {
    write(line) {
      try {
        destination.write(line);
      } catch {
        // Nowhere is left to tell it.
      }
    },
  };
}

/** Resolves when the destination has taken everything written so far, or is closed. */
export function flushDestination(destination: LogDestination): Promise<void> {
  if (!(destination instanceof Writable) || !destination.writable) return Promise.resolve();
  return new Promise((resolve) => {
    destination.write('', () => resolve());
  });
}
