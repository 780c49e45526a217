// The audit log beside what it is made of, in one run: durable appends a second, one at a time and grouped, beside SQLite's
// own limit (better-sqlite3, WAL, synchronous=FULL) with the same text; and the time to verify, beside plain SHA-256 over the
// same bytes (as one stream, and as one hash a line) and beside the two hashes a line that verification cannot do without.
//
//     npm run build && node bench/audit.mjs [--entries 1000000] [--seconds 3]
//
// Nothing is asserted.
import { createHash, createSecretKey, generateKeyPairSync, hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';

const { values: flags } = parseArgs({
  options: { entries: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '3' } },
});
const { openAuditLog, verifyAuditLog, verifierKey } = await import('@seaworthy/kit/audit');
const ENTRIES = Number(flags.entries);
const RUN_MS = Number(flags.seconds) * 1000;
const GROUP = 256;
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
const origin = 'bench.example/audit';
const keys = { hmac: createSecretKey(Buffer.alloc(32, 7)), signing: generateKeyPairSync('ed25519').privateKey };

try {
  await appends();
  await verification();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function appends() {
  const log = await openAuditLog({ folder: join(folder, 'appends'), origin, keys });
  const single = await during((number) => log.append(entry(number)));
  const grouped = await during(
    (number) => Promise.all(numbersFrom(number).map((each) => log.append(entry(each)))),
    GROUP,
  );
  await log.close();
  const bare = sqlite();
  const bareSingle = await during((number) => bare.one(number));
  const bareGrouped = await during((number) => bare.many(numbersFrom(number)), GROUP);
  bare.close();
  print(
    'one at a time',
    `${single} durable appends a second; SQLite ${bareSingle}: ratio ${ratio(single, bareSingle)}`,
  );
  print(
    `groups of ${GROUP}`,
    `${grouped} durable appends a second; SQLite ${bareGrouped}: ratio ${ratio(grouped, bareGrouped)}`,
  );
}

/** As fast as SQLite can: prepared, WAL, a sync for each transaction, ready text. */
function sqlite() {
  const database = new Database(join(folder, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table audit (sequence integer primary key, entry text not null)');
  const insert = database.prepare('insert into audit (entry) values (?)');
  const text = JSON.stringify({
    ...entry(1),
    time: new Date().toISOString(),
    previous: 'a'.repeat(64),
    hash: 'b'.repeat(64),
  });
  return {
    one: () => insert.run(text),
    many: database.transaction((numbers) => {
      for (const _ of numbers) insert.run(text);
    }),
    close: () => database.close(),
  };
}

async function during(work, each = 1) {
  const began = performance.now();
  let done = 0;
  for (; performance.now() - began < RUN_MS; done += each) await work(done);
  return Math.round(done / ((performance.now() - began) / 1000));
}

async function verification() {
  const place = join(folder, 'verify');
  const log = await openAuditLog({ folder: place, origin, keys, anchor: { everyEntries: 10_000 } });
  const filling = performance.now();
  for (let number = 0; number < ENTRIES; number += 2000) {
    await Promise.all(numbersFrom(number, Math.min(2000, ENTRIES - number)).map((each) => log.append(entry(each))));
  }
  await log.close();
  print(
    'filled',
    `${ENTRIES} entries in ${seconds(performance.now() - filling)}, ${rate(ENTRIES, performance.now() - filling)} a second`,
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.memoryUsage.rss();
  const report = await verifyAuditLog({
    folder: place,
    origin,
    hmacKeys: [keys.hmac],
    publicKeys: [verifierKey(origin, keys.signing)],
  });
  delay.disable();
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  const plain = plainHashes(place);
  print(
    'verified',
    `${report.ok ? 'whole' : 'NOT WHOLE'}: ${report.entries} entries, ${(report.bytes / 2 ** 20).toFixed(0)} MiB in ${seconds(report.durationMs)} (${rate(report.entries, report.durationMs)} a second)`,
  );
  print(
    'beside SHA-256',
    `one stream over the same bytes ${seconds(plain.streamMs)}: ratio ${ratio(report.durationMs, plain.streamMs)}`,
  );
  print('', `one hash a line ${seconds(plain.lineMs)}: ratio ${ratio(report.durationMs, plain.lineMs)}`);
  print(
    '',
    `four hashes an entry (HMAC: 2, leaf, node) ${seconds(plain.fourMs)}: ratio ${ratio(report.durationMs, plain.fourMs)}`,
  );
  print('longest stall', `${(delay.max / 1e6).toFixed(1)} ms while verifying; memory grew by ${grown.toFixed(0)} MiB`);
}

function plainHashes(place) {
  const files = readdirSync(place)
    .filter((name) => name.startsWith('segment-'))
    .map((name) => join(place, name));
  const times = { streamMs: 0, lineMs: 0, fourMs: 0 };
  const stream = createHash('sha256');
  const node = Buffer.alloc(65);
  for (const file of files) {
    const bytes = readFileSync(file);
    times.streamMs += timed(() => stream.update(bytes));
    times.lineMs += timed(() => eachLine(bytes, (line) => hash('sha256', line, 'binary')));
    times.fourMs += timed(() =>
      eachLine(bytes, (line) => {
        for (const input of [line, line, node, node]) hash('sha256', input, 'binary');
      }),
    );
  }
  return times;
}

function eachLine(bytes, work) {
  for (let at = 0, end = bytes.indexOf(10); end >= 0; at = end + 1, end = bytes.indexOf(10, at))
    work(bytes.subarray(at, end));
}

function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function entry(number) {
  return {
    ...{ type: 'data_access', actor: `user/${number % 97}`, action: 'recording.read', resource: `recording/${number}` },
    ...{ result: 'success', data: { records: number % 10 }, requestId: `request-${number}`, sourceAddress: '10.0.0.1' },
  };
}

function numbersFrom(first, count = GROUP) {
  return Array.from({ length: count }, (_, index) => first + index);
}

function ratio(ours, theirs) {
  return (ours / theirs).toFixed(2);
}

function rate(count, ms) {
  return Math.round(count / (ms / 1000));
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}

function print(name, text) {
  console.log(`${name.padEnd(16)} ${text}`);
}
