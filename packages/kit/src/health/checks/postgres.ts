import { createHash } from 'node:crypto';
import type { Clock } from '../../clock/clock.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { Answer } from './dependency.ts';
import type { Message } from './postgres-messages.ts';
import { cString, errorOf, int32, message, readMessage, startup } from './postgres-messages.ts';
import { scram } from './postgres-scram.ts';
import type { Wire } from './socket.ts';
import { conversationCheck } from './socket.ts';

export interface PostgresCheckOptions {
  readonly host?: string;
  /** Default 5432. */
  readonly port?: number;
  readonly user: string;
  /** Default: named like the user. */
  readonly database?: string;
  /** Without one, a server that asks for it is healthy, and was asked no query. */
  readonly password?: string;
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** Slower answers are degraded. Default 5 s. */
  readonly slowMs?: number;
  readonly clock?: Clock;
}

/**
 * PostgreSQL without a driver: connects, signs in (SCRAM, MD5, plain) and is answered `SELECT 1`, in clear text. For TLS, and
 * for the very pool that the service uses, give `databaseCheck` a query of your driver.
 */
export function postgresCheck(options: PostgresCheckOptions): HealthCheck {
  return conversationCheck({ port: 5432, slowMs: 5000, ...options }, (wire) => ping(wire, options));
}

async function ping(wire: Wire, options: PostgresCheckOptions): Promise<Answer> {
  const { user, database = user } = options;
  wire.send(startup({ user, database, application_name: 'health' }));
  const isSignedIn = await signIn(wire, options);
  if (!isSignedIn)
    return { message: 'accepts connections; without a password it was asked nothing', details: { queried: false } };
  await until(wire, 'Z');
  wire.send(message('Q', cString('SELECT 1')));
  const row = await until(wire, 'D');
  if (row.body.subarray(-1).toString() !== '1') throw new Error('SELECT 1 was not answered with 1');
  await until(wire, 'Z');
  wire.send(message('X'));
  return { details: { queried: true } };
}

/** The next message of that type; those between say nothing that is needed here. */
async function until(wire: Wire, type: string): Promise<Message> {
  for (;;) {
    const next = await readMessage(wire);
    if (next.type === 'E') throw errorOf(next);
    if (next.type === type) return next;
  }
}

/** Whether the server let us in; false when it wants a password and there is none. */
async function signIn(wire: Wire, { user, password }: PostgresCheckOptions): Promise<boolean> {
  for (;;) {
    const { body } = await until(wire, 'R');
    const request = body.readInt32BE(0);
    if (request === 0) return true;
    if (password === undefined) return false;
    if (request === 3) wire.send(message('p', cString(password)));
    else if (request === 5) wire.send(message('p', cString(md5(user, password, body.subarray(4, 8)))));
    else if (request === 10) await signInByScram(wire, password);
    else throw new Error(`it asks for a way to sign in (${request}) that is not known here`);
  }
}

async function signInByScram(wire: Wire, password: string): Promise<void> {
  const { clientFirst, clientFinal, verify } = scram(password);
  wire.send(message('p', cString('SCRAM-SHA-256'), int32(Buffer.byteLength(clientFirst)), Buffer.from(clientFirst)));
  const challenge = (await until(wire, 'R')).body.toString('utf8', 4);
  wire.send(message('p', Buffer.from(await clientFinal(challenge))));
  verify((await until(wire, 'R')).body.toString('utf8', 4));
}

function md5(user: string, password: string, salt: Buffer): string {
  const hash = (...parts: readonly (string | Buffer)[]) => {
    const digest = createHash('md5');
    for (const part of parts) digest.update(part);
    return digest.digest('hex');
  };
  return `md5${hash(hash(password, user), salt)}`;
}
