import { writeSync } from 'node:fs';
import type { LogSink } from './destination.ts';

const standardOutput = 1;
const pauseMs = 5;
/** A reader that takes nothing for so long is not waited for again until it takes something. */
const patienceMs = 1000;

/**
 * Standard output, written synchronously: what was logged before a crash is there after it. A full disk or a closed pipe
 * loses lines; it does not end the service, and a reader that stands still holds it up for a second, once.
 */
export function standardOutputDestination(write: (bytes: Buffer) => number = writeToStandardOutput): LogSink {
  let left: Buffer = Buffer.alloc(0);
  let isStuck = false;

  /** What was begun is finished first: a line is lost whole or not at all. */
  function push(bytes: Buffer): boolean {
    let pauses = isStuck ? patienceMs / pauseMs : 0;
    for (left = bytes; left.length > 0; ) {
      const written = tryWrite(left);
      if (written === undefined) {
        if (pauses >= patienceMs / pauseMs) return false;
        pauses += 1;
        Atomics.wait(sleeper, 0, 0, pauseMs);
      } else left = left.subarray(written);
    }
    return true;
  }

  function tryWrite(bytes: Buffer): number | undefined {
    try {
      return write(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
      return bytes.length; // nobody reads it any more, or nothing can be written: lost
    }
  }

  return {
    write(line) {
      if (left.length > 0 && !push(left)) return;
      const bytes = Buffer.from(line);
      isStuck = !push(bytes);
      // Nothing of it is out yet: it can be lost without a trace on the line before.
      if (isStuck && left.length === bytes.length) left = Buffer.alloc(0);
    },
  };
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function writeToStandardOutput(bytes: Buffer): number {
  return writeSync(standardOutput, bytes);
}
