import type { BoundedQueue } from '../pipeline/bounded-queue.ts';
import { QueueClosed } from '../pipeline/bounded-queue.ts';
import type { Deferred } from '../pipeline/deferred.ts';
import { deferred } from '../pipeline/deferred.ts';
import type { Press } from './press/press.ts';
import type { VisitEvent } from './store/visit-event.ts';

/** A press, or what a step made of it. */
export type PressItem = Press | { readonly press: Press };

export function pressOf(item: PressItem): Press {
  return 'press' in item ? item.press : item;
}

/** The presses inside the flow, and who waits for their answers. */
export class Visits {
  readonly #waiting = new Map<string, Deferred<VisitEvent>>();

  admit(queue: BoundedQueue<Press>): { ring(press: Press): Promise<VisitEvent>; release(): void } | undefined {
    const place = queue.reserve();
    if (!place) return undefined;
    let isUsed = false;
    return {
      ring: (press) => {
        isUsed = true;
        const answer = deferred<VisitEvent>();
        this.#waiting.set(press.eventId, answer);
        if (!place.fill(press)) this.failed({ press }, new QueueClosed());
        return answer.promise;
      },
      release: () => {
        if (!isUsed) place.release();
        isUsed = true;
      },
    };
  }

  stored(event: VisitEvent): void {
    this.#take(event.eventId)?.resolve(event);
  }

  readonly failed = (item: PressItem, error: Error): void => {
    this.#take(pressOf(item).eventId)?.reject(error);
  };

  #take(eventId: string): Deferred<VisitEvent> | undefined {
    const answer = this.#waiting.get(eventId);
    this.#waiting.delete(eventId);
    return answer;
  }
}
