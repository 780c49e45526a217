import type { LiveEvent } from '@seaworthy/api';
import type { Metrics } from '@seaworthy/kit';
import type { ChangeFeed } from '../catalog/change-feed.ts';
import { startChangeFeed } from '../catalog/change-feed.ts';
import type { EventHub } from '../http/event-hub.ts';
import { createEventHub } from '../http/event-hub.ts';
import type { Signal } from '../platform/signal.ts';
import { createSignal } from '../platform/signal.ts';
import type { Site } from './site.ts';

/** The stream that console and command line follow, and what the parts tell it. */
export interface Live {
  readonly hub: EventHub<LiveEvent>;
  publish(make: (at: Pick<LiveEvent, 'id' | 'time'>) => LiveEvent): void;
  isWatched(): boolean;
  readonly changes: ChangeFeed;
  /** The status of the service may be another one: told by the parts that it is read from, before there is anybody to read it. */
  readonly status: Signal;
}

export function openLive({ clock, shutdown }: Site, metrics: Metrics): Live {
  const hub = createEventHub<LiveEvent>({ held: 500, readerLimit: 500, firstId: clock.now() });
  shutdown.onStop('live stream', () => hub.close());
  const publish: Live['publish'] = (make) =>
    hub.publish((id) => make({ id, time: new Date(clock.now()).toISOString() }));
  const isWatched = () => hub.readers > 0;
  const changes = startChangeFeed({
    publish: (topic) => publish((at) => ({ ...at, type: 'changed', topic })),
    ...{ isWatched, metrics, clock },
  });
  shutdown.onStop('changes', () => changes.stop());
  return { hub, publish, isWatched, changes, status: createSignal() };
}
