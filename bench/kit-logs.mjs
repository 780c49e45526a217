// What a line of the kit's log costs beside bare pino, in one run: with redaction, which pino has none of, and with names
// alone, which is what pino's own `redact` option does.
//
//     npm run build && node bench/kit-logs.mjs [--lines 50000] [--rounds 9]
//
// All write to the same sink in memory and take turns in each round; what counts is processor time, as lines a second, and
// ours as a multiple of pino's: above 1 is faster. Nothing is asserted.
import { parseArgs } from 'node:util';
import { createLogger } from '@seaworthy/kit/logging';
import { pino } from 'pino';

const { values: flags } = parseArgs({
  options: { lines: { type: 'string', default: '50000' }, rounds: { type: 'string', default: '9' } },
});
const LINES = Number(flags.lines);
const ROUNDS = Number(flags.rounds);

const sink = {
  bytes: 0,
  write(line) {
    this.bytes += line.length;
  },
};
const settings = { base: { pid: process.pid, logger: 'bench' }, timestamp: pino.stdTimeFunctions.isoTime };
const ours = createLogger({ name: 'bench', destination: sink });
const bare = pino(settings, sink);
const paths = ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'];
const redacting = pino({ ...settings, redact: paths }, sink);

const request = (n) => ({ method: 'GET', path: `/api/v1/people/${n}`, status: 200, durationMs: n * 0.13 });
const order = (n) => ({
  user: { id: n, name: `ada ${n}`, roles: ['viewer', 'operator'], address: { city: `Bonn ${n}`, zip: '53111' } },
  items: [
    { sku: `a${n}`, count: 1 },
    { sku: `b${n}`, count: 2 },
  ],
});
const secrets = (n) => ({ user: `ada ${n}`, password: `hunter${n}`, headers: { authorization: `Bearer x${n}` } });
const error = Object.assign(new Error('cannot reach the database'), { code: 'ECONNREFUSED' });

const cases = [
  ['a message', () => 'listening', () => undefined],
  ['a message that is new each time', (n) => `order ${n} was taken`, () => undefined],
  ['a request: four fields', () => 'request answered', request],
  ['an order: nested, eleven values', (n) => `order ${n} was taken`, order],
  ['secrets in fields', () => 'signed in', secrets],
  ['secrets in texts', (n) => `cannot reach postgres://app:hunter${n}@db/app`, () => undefined],
  ['an error with its stack', () => 'failed', () => ({ err: error })],
];

const rows = cases.map(([what, message, fields]) => {
  const write = (log) => (n) => log(fields(n), message(n));
  const [own, plain, peer] = takingTurns([
    write((given, text) => ours.info(text, given)),
    write((given, text) => bare.info(given, text)),
    write((given, text) => redacting.info(given, text)),
  ]);
  const rate = (ms) => `${((LINES / ms) | 0).toLocaleString('en')}k/s`;
  const ratio = (ms) => Number((ms / own).toFixed(2));
  return {
    what,
    seaworthy: rate(own),
    'bare pino': rate(plain),
    ratio: ratio(plain),
    'pino with redact': rate(peer),
    'ratio ': ratio(peer),
  };
});
console.table(rows);

/** Medians of processor time in milliseconds. */
function takingTurns(candidates) {
  const times = candidates.map(() => []);
  for (let round = 0; round < ROUNDS + 2; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const started = process.cpuUsage();
      for (let n = 0; n < LINES; n++) candidate(n);
      const { user, system } = process.cpuUsage(started);
      // The first rounds are the compiler's.
      if (round >= 2) times[index].push((user + system) / 1000);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)]);
}
