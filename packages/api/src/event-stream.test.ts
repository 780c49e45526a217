import { expect, it } from 'vitest';
import { readEventStream } from './event-stream.ts';

async function read(chunks: string[]) {
  const encoder = new TextEncoder();
  async function* bytes() {
    for (const chunk of chunks) yield encoder.encode(chunk);
  }
  const events = [];
  for await (const event of readEventStream<unknown>(bytes())) events.push(event);
  return events;
}

it('reads id, type and data of each event', async () => {
  const events = await read(['id: 7\nevent: deployment\ndata: {"a":1}\n\n', 'data: 2\n\n']);
  expect(events).toEqual([
    { id: '7', type: 'deployment', data: { a: 1 } },
    { id: '', type: 'message', data: 2 },
  ]);
});

it('joins an event that arrives in pieces, even inside a character', async () => {
  const whole = new TextEncoder().encode('data: "sch\u00f6n"\n\n');
  async function* bytes() {
    for (const byte of whole) yield Uint8Array.of(byte);
  }
  const events = [];
  for await (const event of readEventStream<string>(bytes())) events.push(event.data);
  expect(events).toEqual(['sch\u00f6n']);
});

it('passes over comments, retry and events without data', async () => {
  expect(await read([': heartbeat\n\n', 'retry: 10\n\n', 'event: x\n\n', 'data: 1\n\n'])).toEqual([
    { id: '', type: 'message', data: 1 },
  ]);
});

it('joins data lines and takes carriage returns', async () => {
  expect(await read(['data: [1,\r\ndata: 2]\r\n\r\n'])).toEqual([{ id: '', type: 'message', data: [1, 2] }]);
});
