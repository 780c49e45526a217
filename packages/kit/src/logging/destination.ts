import { Writable } from 'node:stream';

/** Takes one whole line, newline included, at a time. */
export interface LogSink {
  write(line: string): void;
  /** Resolves when every line so far is handed to the operating system, or can never be. */
  flush?(): Promise<void>;
  /** Writes what waits and lets go of what it holds. */
  close?(): void | Promise<void>;
}

/** Where lines go. */
export type LogDestination = NodeJS.WritableStream | LogSink;

/** Wraps a destination so that its failure to take a line stays its own. */
export function tolerant(destination: LogDestination): LogSink {
  return {
    write(line) {
      try {
        destination.write(line);
      } catch {
        // Nowhere is left to tell it.
      }
    },
    flush: () => flushDestination(destination),
    close: () => closeDestination(destination),
  };
}

/** Resolves when the destination has taken everything written so far, or is closed. */
export async function flushDestination(destination: LogDestination): Promise<void> {
  if (!(destination instanceof Writable)) return await (destination as LogSink).flush?.();
  if (destination.writable) await new Promise<void>((resolve) => destination.write('', () => resolve()));
}

/** Streams are left open, for they are their owner's. */
export async function closeDestination(destination: LogDestination): Promise<void> {
  if (!(destination instanceof Writable)) await (destination as LogSink).close?.();
}
