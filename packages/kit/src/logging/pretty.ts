import type { LogDestination } from './destination.ts';

export function prettyDestination(destination: LogDestination): { write(line: string): void } {
  return {
    write(line) {
      destination.write(line);
    },
  };
}
