import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { LiveEvent } from '@seaworthy/api';
import { createClient } from '@seaworthy/api';
import { fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import type { EventHub } from './event-hub.ts';
import { createEventHub } from './event-hub.ts';
import type { Handlers } from './handlers.ts';
import { httpBench } from './testing.ts';

const time = '2030-01-01T00:00:00.000Z';
const traffic = { time, requestsPerSecond: 1 } as Extract<LiveEvent, { type: 'traffic' }>['traffic'];

const eventsFrom = (hub: EventHub<LiveEvent>): Pick<Handlers, 'events'> => ({
  async *events(_, { lastEventId, signal }) {
    const afterId = lastEventId === undefined ? {} : { afterId: Number(lastEventId) };
    for await (const { id, value } of hub.subscribe({ ...afterId, signal })) {
      yield { id: String(id), type: value.type, data: value };
    }
  },
});

async function bench(limits = { held: 10, readerLimit: 10 }) {
  const hub = createEventHub<LiveEvent>({ ...limits, firstId: 1 });
  const clock = virtualClock();
  const http = await httpBench(eventsFrom(hub), { clock });
  const url = await http.server.listen();
  const token = http.authorization.replace('Bearer ', '');
  const publish = (padding = '') => hub.publish((id) => ({ id, time, type: 'traffic', traffic, padding }) as LiveEvent);
  return { ...http, hub, clock, url, publish, client: createClient({ baseUrl: url, token, fetch }) };
}

describe('the live stream', () => {
  it('tells events with their ids as they come, and resumes after the last one seen', async () => {
    const { hub, publish, client } = await bench();
    const first = client.stream('events', {})[Symbol.asyncIterator]();
    const next = first.next();
    await expect.poll(() => hub.readers).toBe(1);
    publish();
    expect((await next).value).toMatchObject({ id: '1', type: 'traffic', data: { id: 1, traffic } });
    await first.return?.();

    publish();
    publish();
    const ids: string[] = [];
    for await (const { id } of client.stream('events', {}, { lastEventId: '1' })) {
      ids.push(id);
      if (ids.length === 2) break;
    }
    expect(ids).toEqual(['2', '3']);
    await expect.poll(() => hub.readers).toBe(0);
  });

  it('beats every 15 seconds while nothing happens', async () => {
    const { hub, clock, url, authorization } = await bench();
    const answer = await fetch(`${url}/api/v1/events`, { headers: { authorization } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    await expect.poll(() => hub.readers).toBe(1);
    await clock.advance(30_000);
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('beat\n\n: beat')) break;
    }
    expect(text).toBe(': open\n\n: beat\n\n: beat\n\n');
  });

  it.each([
    ['by more events than wait for it', 60, 0],
    ['by what fills its connection, for 30 seconds', 40, 30_000],
  ])('cuts a client off that does not read, %s', async (_, events, patienceMs) => {
    const { hub, clock, publish, server, authorization } = await bench({ held: 10, readerLimit: 50 });
    const lazy = await connectLazily(server.app.server.address() as AddressInfo, authorization);
    await expect.poll(() => hub.readers).toBe(1);
    const cut = once(lazy, 'close');
    for (let sent = 0; sent < events; sent++) publish('x'.repeat(2 ** 20));
    if (patienceMs > 0) await clock.untilSleeping(2);
    await clock.advance(patienceMs);
    await expect.poll(() => hub.readers).toBe(0);
    lazy.resume();
    await cut;
  });

  it('ends for every client when the server closes', async () => {
    const { hub, server, client } = await bench();
    const stream = client.stream('events', {})[Symbol.asyncIterator]();
    const end = stream.next();
    await expect.poll(() => hub.readers).toBe(1);
    await server.close();
    expect((await end).done).toBe(true);
  });
});

async function connectLazily({ port }: AddressInfo, authorization: string) {
  const socket = connect(port, '127.0.0.1').pause();
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write(`GET /api/v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\n\r\n`);
  return socket;
}
