import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/clock.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { Answer } from './dependency.ts';
import { judgeAnswer, withinTime } from './dependency.ts';

export interface Conversation {
  readonly host?: string;
  readonly port: number;
  readonly slowMs: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
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

/** Connects, talks, and hangs up, all within the time (5 s): what was said, or what went wrong, is judged. */
export function conversationCheck(options: Conversation, talk: (wire: Wire) => Promise<Answer>): HealthCheck {
  const { host = '127.0.0.1', port, slowMs, timeoutMs = 5000, clock = systemClock } = options;
  const converse = (over: AbortSignal): Promise<Answer> => {
    const socket = connect({ host, port, noDelay: true });
    over.addEventListener('abort', () => socket.destroy());
    return talk(wireOf(socket));
  };
  return (signal) => judgeAnswer({ slowMs, clock, ask: () => withinTime({ timeoutMs, signal, clock }, converse) });
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
