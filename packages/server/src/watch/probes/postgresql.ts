import type { PostgresqlProbe } from '../../config/metrics-config.ts';
import { exchange } from './connection.ts';
import type { Look, Outcome } from './outcome.ts';
import { fail, pass } from './outcome.ts';

const PROTOCOL_3_0 = 196_608;
const AUTHENTICATION = 'R';
const ERROR = 'E';
/** Classes of SQLSTATE with which a server says that it takes no connection: resources are out, or it starts or stops. */
const NOT_SERVING = /^(53|57|58|XX)/;

/**
 * A startup message as psql sends it, and no more: the server serves when it asks for a password, lets in, or refuses this
 * user. No query is run and no secret needed.
 */
export function postgresqlProbe(probe: PostgresqlProbe): Look {
  return (signal) => exchange(probe, startup(probe), judge, signal);
}

function startup({ user, database }: PostgresqlProbe): Buffer {
  const words = ['user', user, 'database', database, 'application_name', 'seaworthy', ''];
  const body = Buffer.from(words.map((word) => `${word}\0`).join(''));
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(PROTOCOL_3_0, 4);
  return Buffer.concat([head, body]);
}

function judge(bytes: Buffer): Outcome | undefined {
  const type = String.fromCharCode(bytes[0] ?? 0);
  if (type !== AUTHENTICATION && type !== ERROR) return fail('what answered is no PostgreSQL');
  if (bytes.length < 5 || bytes.length < bytes.readInt32BE(1) + 1) return undefined;
  if (type === AUTHENTICATION) return pass('takes connections');
  const fields = errorFields(bytes.subarray(5, bytes.readInt32BE(1) + 1));
  const [code = '', message = ''] = [fields.get('C'), fields.get('M')];
  return NOT_SERVING.test(code)
    ? fail(`${message} (${code})`)
    : pass(`takes connections, but not this one: ${message}`);
}

/** `C28000\0Mno such role\0\0`: a letter and a text each. */
function errorFields(bytes: Buffer): Map<string, string> {
  const texts = bytes.toString('utf8').split('\0');
  return new Map(texts.filter((text) => text !== '').map((text) => [text.charAt(0), text.slice(1)]));
}
