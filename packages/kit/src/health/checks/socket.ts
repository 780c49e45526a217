import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { TimeToAsk } from './dependency.ts';
import { withinTime } from './dependency.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A connection as a stream of bytes that can be waited for. */
export interface Wire {
  send(bytes: Buffer | string): void;
  /** The next `count` bytes. */
  read(count: number): Promise<Buffer>;
  /** The next line, without its end (CR LF). */
  readLine(): Promise<string>;
}

const longestLine = 4096;

/** Connects, talks, and hangs up, all within the time; rejects with what went wrong. */
export function converse<T>({ host, port }: Address, time: TimeToAsk, talk: (wire: Wire) => Promise<T>): Promise<T> {
  return withinTime(time, async (over) => {
    const socket = connect({ host, port, noDelay: true });
    over.addEventListener('abort', () => socket.destroy());
    return await talk(wireOf(socket));
  });
}

function wireOf(socket: Socket): Wire {
  let received = Buffer.alloc(0);
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('error', (error) => {
    failure ??= error;
    wake();
  });
  socket.on('close', () => {
    failure ??= new Error('it hung up');
    wake();
  });

  /** The first `length` bytes of what came, as soon as there are so many. */
  async function take(length: () => number): Promise<Buffer> {
    for (;;) {
      const wanted = length();
      if (received.length >= wanted) {
        const taken = received.subarray(0, wanted);
        received = received.subarray(wanted);
        return taken;
      }
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  function lineLength(): number {
    const end = received.indexOf('\r\n');
    if (end < 0 && received.length > longestLine) throw new Error('it speaks another protocol');
    return end < 0 ? Number.POSITIVE_INFINITY : end + 2;
  }

  return {
    send: (bytes) => void socket.write(bytes),
    read: (count) => take(() => count),
    readLine: async () => (await take(lineLength)).subarray(0, -2).toString('utf8'),
  };
}
