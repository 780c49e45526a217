import { get } from 'node:http';
import type { Deferred } from '../pipeline/deferred.ts';
import { deferred } from '../pipeline/deferred.ts';

export interface StreamedEvent {
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events one after the other. */
export function readEventStream(url: string, lastEventId?: string) {
  const opened = deferred<void>();
  const events: StreamedEvent[] = [];
  const takers: Deferred<StreamedEvent>[] = [];
  let text = '';
  const request = get(url, { headers: lastEventId ? { 'last-event-id': lastEventId } : {} }, (response) => {
    opened.resolve();
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const frames = (text + chunk).split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames) receive(frame);
    });
  });
  request.on('error', () => undefined);

  function receive(frame: string): void {
    const field = (name: string): string | undefined =>
      frame
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const data = field('data');
    if (data === undefined) return;
    const event = { id: field('id') ?? '', data: JSON.parse(data) as Record<string, unknown> };
    const taker = takers.shift();
    if (taker) taker.resolve(event);
    else events.push(event);
  }

  return {
    opened: opened.promise,
    close: () => request.destroy(),
    next(): Promise<StreamedEvent> {
      const event = events.shift();
      if (event) return Promise.resolve(event);
      const taker = deferred<StreamedEvent>();
      takers.push(taker);
      return taker.promise;
    },
  };
}
