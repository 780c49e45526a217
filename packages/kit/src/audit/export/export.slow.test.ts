import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { virtualClock } from '../../clock/testing.ts';
import { formatVerifierKey } from '../checkpoint/signing-key.ts';
import type { AuditLog } from '../log/audit-log.ts';
import { event, hmac, openTestLog, publicKey, temporaryFolder } from '../testing.ts';
import { exportVerifierPath } from '../verifier-path.ts';
import type { ExportRange } from './export.ts';

const key = formatVerifierKey(publicKey);

/** A folder with an export and the verifier, and nothing else. */
async function exported(log: AuditLog, range: ExportRange = {}) {
  const folder = temporaryFolder();
  let text = '';
  for await (const piece of log.export(range)) text += piece;
  copyFileSync(exportVerifierPath(), path.join(folder, 'verify-export.mjs'));
  writeFileSync(path.join(folder, 'hmac.key'), hmac.export().toString('hex'));
  return { folder, lines: text.trimEnd().split('\n') };
}

function verify(folder: string, lines: readonly string[], ...flags: string[]) {
  writeFileSync(path.join(folder, 'export.ndjson'), lines.map((line) => `${line}\n`).join(''));
  const args = ['verify-export.mjs', 'export.ndjson', '--json', ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: {} });
  expect(stderr).toBe('');
  return {
    status,
    ...(JSON.parse(stdout) as { ok: boolean; message: string; proven: string[]; unproven: string[]; hmac: boolean }),
  };
}

async function filledLog(count: number, segmentBytes = 3000) {
  const clock = virtualClock();
  const log = await openTestLog(temporaryFolder(), { segmentBytes, clock, anchor: { everyMs: 1e9 } });
  for (let number = 1; number <= count; number += 1) {
    await clock.advance(1000);
    await log.append(event(number, number === 9 ? { reason: 'line\u2028separator, \u0085 and \r\n' } : {}));
  }
  return { log, clock };
}

it('is verified by one file, in an empty folder, with and without the secret key', async () => {
  const { log } = await filledLog(40);
  const { folder, lines } = await exported(log);
  const report = verify(folder, lines, '--key', key);
  expect(report).toMatchObject({ status: 0, ok: true, hmac: false });
  expect(report.proven[0]).toContain('Entries 1 to 40 are');
  expect(report.unproven.join()).toContain('only with the secret key');
  expect(verify(folder, lines, '--key', key, '--hmac-key', 'hmac.key')).toMatchObject({ status: 0, hmac: true });
  const own = verify(folder, lines);
  expect(own).toMatchObject({ status: 0, ok: true });
  expect(own.unproven.join()).toContain('taken from the export itself');
  await log.close();
});

it('is verified for every range', async () => {
  const { log } = await filledLog(19);
  for (const [fromSequence, toSequence] of [
    [1, 1],
    [19, 19],
    [1, 19],
    [2, 3],
    [7, 16],
    [8, 8],
    [9, 17],
  ] as const) {
    const { folder, lines } = await exported(log, { fromSequence, toSequence });
    const report = verify(folder, lines, '--key', key, '--hmac-key', 'hmac.key');
    expect(report.proven?.[0] ?? report.message).toContain(`Entries ${fromSequence} to ${toSequence} are`);
  }
  const start = Date.UTC(2026, 0, 1);
  const { lines } = await exported(log, { sinceMs: start + 5000, untilMs: start + 8500 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ fromSequence: 5, toSequence: 8, entries: 4 });
  await expect(exported(log, { sinceMs: start + 1e9 })).rejects.toMatchObject({ code: 'range_empty' });
  await log.close();
});

it('is refused after any change', async () => {
  const { log } = await filledLog(20);
  const { folder, lines } = await exported(log, { fromSequence: 3, toSequence: 18 });
  const entryAt = (sequence: number) => lines.findIndex((line) => line.startsWith(`{"sequence":${sequence},`));
  const head = JSON.parse(lines[0] ?? '');
  const withHead = (over: object) => lines.with(0, JSON.stringify({ ...head, ...over }));
  const changed: Record<string, readonly string[]> = {
    'the first entry': lines.with(entryAt(3), (lines[entryAt(3)] ?? '').replace('user/3', 'user/4')),
    'an entry between': lines.with(entryAt(9), (lines[entryAt(9)] ?? '').replace('user/2', 'user/4')),
    'the last entry': lines.with(entryAt(18), (lines[entryAt(18)] ?? '').replace('user/4', 'user/5')),
    'a deleted entry': lines.toSpliced(entryAt(7), 1),
    'a deleted end': lines.slice(0, -2),
    'a doubled entry': lines.toSpliced(entryAt(7), 0, lines[entryAt(7)] ?? ''),
    'swapped entries': lines.with(entryAt(4), lines[entryAt(5)] ?? '').with(entryAt(5), lines[entryAt(4)] ?? ''),
    'a smaller range': withHead({ toSequence: 17 }),
    'another size': withHead({ checkpoint: head.checkpoint.replace('\n20\n', '\n21\n') }),
    'another proof': withHead({ firstProof: head.lastProof }),
    'one proof less': withHead({ firstProof: head.firstProof.slice(1) }),
  };
  for (const [what, text] of Object.entries(changed)) {
    expect({ what, ...verify(folder, text, '--key', key) }).toMatchObject({ what, status: 1, ok: false });
  }
  await log.close();
});

it('compares a checkpoint that was kept, and tells a file that is no export', async () => {
  const { log } = await filledLog(5);
  const { folder, lines } = await exported(log);
  const kept = (await log.checkpoint()).note;
  writeFileSync(path.join(folder, 'kept'), kept);
  expect(verify(folder, lines, '--key', key, '--checkpoint', 'kept').proven.join()).toContain('that you kept');
  await log.append(event(6));
  writeFileSync(path.join(folder, 'kept'), (await log.checkpoint()).note);
  expect(verify(folder, lines, '--key', key, '--checkpoint', 'kept')).toMatchObject({ status: 1 });
  expect(verify(folder, ['hello'], '--key', key)).toMatchObject({ status: 2 });
  expect(verify(folder, lines, '--key', 'nonsense')).toMatchObject({ status: 2 });
  expect(readFileSync(exportVerifierPath(), 'utf8')).not.toMatch(/from '(?!node:)/);
  await log.close();
});
