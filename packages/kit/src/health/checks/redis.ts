import type { Clock } from '../../clock/clock.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { Answer } from './dependency.ts';
import type { Wire } from './socket.ts';
import { conversationCheck } from './socket.ts';

export interface RedisCheckOptions {
  readonly host?: string;
  /** Default 6379. */
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** Slower answers are degraded. Default 1 s. */
  readonly slowMs?: number;
  readonly clock?: Clock;
}

/** Redis or Valkey: connects, signs in where there is a password, and is answered a PING. No driver is needed. */
export function redisCheck(options: RedisCheckOptions = {}): HealthCheck {
  return conversationCheck({ port: 6379, slowMs: 1000, ...options }, (wire) => ping(wire, options));
}

async function ping(wire: Wire, { username, password }: RedisCheckOptions): Promise<Answer> {
  if (password !== undefined) {
    wire.send(command('AUTH', ...(username === undefined ? [] : [username]), password));
    expectSimple(await wire.readLine(), 'OK');
  }
  wire.send(command('PING'));
  expectSimple(await wire.readLine(), 'PONG');
  return {};
}

/** An array of bulk strings: whatever is in a password, it cannot become another command. */
function command(...words: readonly string[]): string {
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${bulk.join('')}`;
}

function expectSimple(line: string, expected: string): void {
  if (line === `+${expected}`) return;
  throw new Error(line.startsWith('-') ? line.slice(1) : 'it speaks another protocol');
}
