import { setImmediate } from 'node:timers/promises';

/** Work that may be long is done in turns: between two of them everybody else has theirs. */
export interface Turns {
  /** Whether the present turn has lasted long enough. */
  readonly isOver: boolean;
  /** Ends the turn if it is over; throws when the work is not wanted any more. */
  breathe(): Promise<void>;
}

export async function eachInTurns<T>(items: Iterable<T>, turns: Turns, visit: (item: T) => void): Promise<void> {
  for (const item of items) {
    if (turns.isOver) await turns.breathe();
    visit(item);
  }
}

export async function mapInTurns<T, R>(items: Iterable<T>, turns: Turns, make: (item: T) => R): Promise<R[]> {
  const made: R[] = [];
  await eachInTurns(items, turns, (item) => made.push(make(item)));
  return made;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * A turn of the event loop, after all that wait for one already: whoever is called back in the same round would hold up
 * the others as if it were one.
 */
export function nextTurn(): Promise<unknown> {
  last = last.then(() => setImmediate());
  return last;
}
