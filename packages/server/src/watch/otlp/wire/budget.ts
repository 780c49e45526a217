import { DecodeError, malformed } from './decode-error.ts';

/** Values nest by two messages a level; nobody's telemetry goes deeper. */
const MOST_DEPTH = 64;

/**
 * Bounds what a body becomes in memory. Two bytes can stand for an object of fifty: bytes alone are no bound.
 */
export class Budget {
  #left: number;

  constructor(readonly messages: number) {
    this.#left = messages;
  }

  /** Before each message is read. */
  spend(depth: number): void {
    if (depth > MOST_DEPTH) throw malformed(`it nests deeper than ${MOST_DEPTH} levels`);
    if (--this.#left < 0) throw new DecodeError('too_large', `it holds more than ${this.messages} objects`);
  }
}
