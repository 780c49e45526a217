import type { FastifyReply } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { SlowReaderError } from './event-hub.ts';
import type { StreamItem } from './handlers.ts';

export interface EventStreamOptions {
  readonly clock: Clock;
  /** A comment is sent this often, so that both ends notice a connection that died. */
  readonly heartbeatMs: number;
  /** A client that takes nothing for this long is cut off. */
  readonly stallMs: number;
}

export const defaultEventStream = { heartbeatMs: 15_000, stallMs: 30_000 } as const;

/**
 * Writes items as server-sent events (WHATWG HTML, 9.2) until they end or the client goes. An error in the middle cuts
 * the connection: the client then knows that it missed something, and resumes by Last-Event-ID.
 */
export async function writeEventStream(
  reply: FastifyReply,
  items: AsyncIterable<StreamItem<unknown>>,
  options: EventStreamOptions,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': open\n\n');
  const stopHeartbeat = options.clock.every(options.heartbeatMs, () => {
    if (!raw.writableNeedDrain) raw.write(': beat\n\n');
  });
  try {
    for await (const item of items) {
      if (raw.destroyed) break;
      if (!raw.write(format(item))) await drained(reply, options);
    }
    raw.end();
  } catch (error) {
    raw.destroy();
    if (!(error instanceof SlowReaderError)) throw error;
  } finally {
    stopHeartbeat();
  }
}

function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const set = Object.entries(reply.getHeaders());
  return Object.fromEntries(set.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function format({ id, type, data }: StreamItem<unknown>): string {
  const head = `${id === undefined ? '' : `id: ${id}\n`}${type === undefined ? '' : `event: ${type}\n`}`;
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

async function drained({ raw }: FastifyReply, { clock, stallMs }: EventStreamOptions): Promise<void> {
  const settled = new AbortController();
  const room = new Promise<'room'>((resolve) => {
    raw.once('drain', () => resolve('room'));
    raw.once('close', () => resolve('room'));
  });
  const stall = clock.sleep(stallMs, settled.signal).then(
    () => 'stalled' as const,
    () => 'room' as const,
  );
  const outcome = await Promise.race([room, stall]);
  settled.abort();
  if (outcome === 'stalled') throw new SlowReaderError('The client took nothing for too long.');
}
