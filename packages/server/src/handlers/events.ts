import type { LiveEvent } from '@seaworthy/api';
import type { EventHub } from '../http/event-hub.ts';
import type { Handlers } from '../http/handlers.ts';

export interface EventHandlerParts {
  readonly hub: EventHub<LiveEvent>;
  /** Somebody begins to follow. */
  readonly onReader: () => void;
}

/** The live stream: from where its reader left it, or from now on. */
export function createEventHandlers({ hub, onReader }: EventHandlerParts) {
  return {
    async *events(_, { lastEventId, signal }) {
      const afterId = Number(lastEventId);
      const isResumed = Number.isSafeInteger(afterId) && Boolean(lastEventId);
      const past = isResumed ? [] : hub.recent();
      onReader();
      // The course of the last minutes, for whoever begins to look; the rest they have asked for just now.
      for (const event of past)
        if (event.type === 'traffic') yield { id: String(event.id), type: event.type, data: event };
      const stream = hub.subscribe({ afterId: isResumed ? afterId : (past.at(-1)?.id ?? 0), signal });
      for await (const { id, value } of stream) yield { id: String(id), type: value.type, data: value };
    },
  } satisfies Partial<Handlers>;
}
