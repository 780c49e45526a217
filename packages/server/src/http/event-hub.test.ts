import { describe, expect, it } from 'vitest';
import type { EventHub } from './event-hub.ts';
import { createEventHub, SlowReaderError } from './event-hub.ts';

const hubOf = (held = 3, readerLimit = 10, firstId = 100) => createEventHub<string>({ held, readerLimit, firstId });
const publish = (hub: EventHub<string>, ...values: string[]) => {
  for (const value of values) hub.publish(() => value);
};

async function take(stream: AsyncGenerator<{ value: string }>, count: number): Promise<string[]> {
  const values: string[] = [];
  while (values.length < count) {
    const next = await stream.next();
    if (next.done) break;
    values.push(next.value.value);
  }
  return values;
}

describe('the event hub', () => {
  it('hands every reader what is published after it came', async () => {
    const hub = hubOf();
    publish(hub, 'before');
    const { signal } = new AbortController();
    const [one, two] = [hub.subscribe({ signal }), hub.subscribe({ signal })];
    publish(hub, 'a', 'b');
    expect(await take(one, 2)).toEqual(['a', 'b']);
    expect(await take(two, 2)).toEqual(['a', 'b']);
  });

  it('resumes after the id that a reader saw last, as far back as it holds events', async () => {
    const hub = hubOf(3);
    publish(hub, 'a', 'b', 'c', 'd');
    const { signal } = new AbortController();
    expect(await take(hub.subscribe({ signal, afterId: 102 }), 1)).toEqual(['d']);
    expect(await take(hub.subscribe({ signal, afterId: 5 }), 3)).toEqual(['b', 'c', 'd']);
  });

  it('tells what was published lately, as far back as it holds events', () => {
    const hub = hubOf(3);
    publish(hub, 'a', 'b', 'c', 'd');
    expect(hub.recent()).toEqual(['b', 'c', 'd']);
  });

  it('gives all that it holds to a reader whose id comes from a later life of another server', async () => {
    const hub = hubOf();
    publish(hub, 'a');
    const { signal } = new AbortController();
    expect(await take(hub.subscribe({ signal, afterId: 9_999 }), 1)).toEqual(['a']);
  });

  it('drops a reader that falls behind, and keeps the others', async () => {
    const hub = hubOf(3, 2);
    const { signal } = new AbortController();
    const slow = hub.subscribe({ signal });
    publish(hub, 'a', 'b', 'c');
    await expect(take(slow, 3)).rejects.toThrow(SlowReaderError);
    expect(hub.readers).toBe(0);
  });

  it('wakes a waiting reader when its signal aborts, and forgets it', async () => {
    const hub = hubOf();
    const gone = new AbortController();
    const waiting = take(hub.subscribe({ signal: gone.signal }), 1);
    await Promise.resolve();
    gone.abort();
    expect(await waiting).toEqual([]);
    expect(hub.readers).toBe(0);
  });

  it('ends every stream when it closes, after what was published', async () => {
    const hub = hubOf();
    const { signal } = new AbortController();
    const stream = hub.subscribe({ signal });
    publish(hub, 'last');
    hub.close();
    expect(await take(stream, 5)).toEqual(['last']);
  });
});
