import type { RedisProbe } from '../../config/metrics-config.ts';
import { exchange } from './connection.ts';
import type { Look, Outcome } from './outcome.ts';
import { fail, pass } from './outcome.ts';

/** The server answers PING with PONG; one that loads its data or wants a password does not serve. */
export function redisProbe(probe: RedisProbe): Look {
  const { password } = probe;
  const commands = password === undefined ? [['PING']] : [['AUTH', password], ['PING']];
  const question = Buffer.from(commands.map(encode).join(''));
  return (signal) => exchange(probe, question, (bytes) => judge(bytes.toString('utf8'), commands.length), signal);
}

/** RESP: an array of bulk strings. */
function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

function judge(text: string, answers: number): Outcome | undefined {
  const lines = text.split('\r\n').slice(0, -1);
  const refusal = lines.find((line) => line.startsWith('-'));
  if (refusal?.startsWith('-NOAUTH')) return fail('it wants a password: give one with "password"');
  if (refusal !== undefined) return fail(`it answered ${refusal.slice(1)}`);
  const last = lines[answers - 1];
  if (last === undefined) return undefined;
  return last === '+PONG' ? pass('answered PONG') : fail(`it answered ${JSON.stringify(last.slice(0, 80))}, not PONG`);
}
