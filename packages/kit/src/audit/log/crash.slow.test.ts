import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { hmac, openTestLog, signing, temporaryFolder } from '../testing.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx'));

/** Appends without end, and prints each sequence when it is acknowledged. */
const program = `
import { createPrivateKey, createSecretKey } from 'node:crypto';
import { openAuditLog } from '${source}index.ts';
const [folder = '', pem = ''] = process.argv.slice(2);
const keys = { hmac: createSecretKey(Buffer.alloc(32, 7)), signing: createPrivateKey(pem) };
const log = await openAuditLog({ folder, origin: 'example.com/test', keys, segmentBytes: 60_000, critical: ['security_event'], anchor: { everyEntries: 40 } });
const one = async (writer: number) => {
  for (let number = 0; ; number += 1) {
    const type = number % 5 === 0 ? 'security_event' : 'data_access';
    const { sequence, hash } = await log.append({ type, actor: 'w' + writer, action: 'a.b', resource: 'r', result: 'success', data: { number } });
    process.stdout.write(sequence + ' ' + hash + '\\n');
  }
};
await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(one));
`;

it('has all that it acknowledged, and goes on, after kill -9', async () => {
  const folder = temporaryFolder();
  const file = path.join(temporaryFolder(), 'append.mts');
  writeFileSync(file, program);
  const pem = signing.export({ type: 'pkcs8', format: 'pem' }).toString();
  const acknowledged = new Map<number, string>();
  for (const until of [30, 250, 700, 1300, 2000]) {
    const child = spawn(process.execPath, ['--import', tsx, '--conditions=source', file, folder, pem]);
    const exited = once(child, 'exit');
    child.stderr.on('data', (text) => process.stderr.write(text));
    let killed = false;
    for await (const line of createInterface({ input: child.stdout })) {
      const [sequence, hash] = line.split(' ');
      // The pipe may end in the middle of a line.
      if (hash?.length === 64) acknowledged.set(Number(sequence), hash);
      if (acknowledged.size >= until && !killed) killed = child.kill('SIGKILL');
    }
    await exited;
    expect(acknowledged.size).toBeGreaterThanOrEqual(until);
  }
  const log = await openTestLog(folder, {
    keys: { hmac, signing },
    segmentBytes: 60_000,
    critical: ['security_event'],
  });
  expect(await log.verify()).toMatchObject({ ok: true, findings: [] });
  const kept = new Map<number, string>();
  for (let cursor: string | undefined = '0'; cursor !== undefined; ) {
    const page = await log.list({ order: 'oldest', limit: 1000, cursor });
    for (const { sequence, hash } of page.entries) kept.set(sequence, hash);
    cursor = page.cursor;
  }
  expect([...acknowledged].filter(([sequence, hash]) => kept.get(sequence) !== hash)).toEqual([]);
  await log.close();
  expect((await (await openTestLog(folder)).verify()).ok).toBe(true);
});
