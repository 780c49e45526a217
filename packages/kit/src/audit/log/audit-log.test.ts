import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { virtualClock } from '../../clock/testing.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { formatVerifierKey, verifierKey } from '../checkpoint/signing-key.ts';
import { isConsistent } from '../merkle/consistency.ts';
import { isIncluded } from '../merkle/inclusion.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import { event, hmac, openTestLog, origin, publicKey, signing, temporaryFolder } from '../testing.ts';
import { verifyAuditLog } from '../verify/verify.ts';
import type { AppendFile, OpenAppendFile } from './append-file.ts';
import { openAppendFile } from './append-file.ts';
import { segmentPath } from './segment.ts';

const linesOf = (folder: string, segment = 1) =>
  readFileSync(segmentPath(folder, segment), 'utf8').trimEnd().split('\n');
const bytes = (base64: string) => Buffer.from(base64, 'base64');

it('writes entries in the order of the calls, each sealed with the one before it', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  const receipts = await Promise.all([1, 2, 3].map((number) => log.append(event(number))));
  expect(receipts.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  const [header, ...entries] = linesOf(folder).map((line) => JSON.parse(line));
  expect(header).toMatchObject({
    segment: 1,
    format: 'seaworthy-audit/1',
    origin,
    firstSequence: 1,
    previous: '0'.repeat(64),
  });
  expect(entries.map(({ previous }) => previous)).toEqual([header.hash, receipts[0]?.hash, receipts[1]?.hash]);
  expect(entries[1]).toMatchObject({ ...event(2), sequence: 2, time: '2026-01-01T00:00:00.000Z' });
  expect(statSync(segmentPath(folder, 1)).mode & 0o777).toBe(0o600);
  await log.close();
});

it('shares one sync among all that wait', async () => {
  const folder = temporaryFolder();
  let syncs = 0;
  const counted = (opened: AppendFile) => {
    syncs += 1;
    return opened.sync();
  };
  const openFile: OpenAppendFile = async (file) => {
    const opened = await openAppendFile(file);
    return { ...opened, sync: () => counted(opened) };
  };
  const log = await openTestLog(folder, { openFile });
  await Promise.all(Array.from({ length: 400 }, (_, index) => log.append(event(index))));
  expect(syncs).toBe(1);
  await log.close();
});

it('never writes a secret', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder, { redact: ['pin'] });
  await log.append(
    event(1, {
      reason: 'Authorization: Bearer abcdef0123456789abcdef',
      data: { password: 'hunter2', nested: [{ apiKey: 'k-123', url: 'postgres://u:pw-secret@h/db' }], pin: '4711' },
      sourceAddress: '10.0.0.1',
    }),
  );
  await log.close();
  const text = readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join();
  for (const secret of ['hunter2', 'k-123', 'pw-secret', '4711', 'abcdef0123456789'])
    expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
});

it('refuses what is no entry, and what is the log its own, and keeps what is too large by its digest', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  await expect(log.append(event(1, { actor: '' }))).rejects.toMatchObject({ code: 'entry_invalid' });
  await expect(log.append(event(1, { result: 'maybe' as 'success' }))).rejects.toThrow('valid result');
  await expect(log.append(event(1, { type: 'audit_log' }))).rejects.toThrow("log's own");
  await log.append(event(1, { data: 'x'.repeat(100_000), reason: 'y'.repeat(3000) }));
  const { entries } = await log.list();
  expect(entries).toMatchObject([{ sequence: 1, data: { bytes: 100_002, omitted: 'larger than 64 KiB' } }]);
  expect(entries[0]?.reason).toHaveLength(2001);
  await log.close();
  await expect(log.append(event(2))).rejects.toMatchObject({ code: 'log_closed' });
});

it('begins a new segment when one is full, with what the one before ended with, and goes on after a restart', async () => {
  const folder = temporaryFolder();
  for (let run = 0; run < 3; run += 1) {
    const log = await openTestLog(folder, { segmentBytes: 2500 });
    for (let number = 1; number <= 10; number += 1) await log.append(event(number));
    await log.close();
  }
  const report = await verifyAuditLog({ folder, origin, hmacKeys: [hmac], publicKeys: [publicKey] });
  expect(report).toMatchObject({ ok: true, entries: 30 });
  expect(report.segments).toBeGreaterThan(4);
  const last = JSON.parse(linesOf(folder, 1).at(-1) ?? '');
  const header = JSON.parse(linesOf(folder, 2)[0] ?? '');
  expect(header).toMatchObject({ firstSequence: last.sequence + 1, treeSize: last.sequence, previous: last.hash });
});

it('lets one writer in, and the next one after a death', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  await expect(openTestLog(folder)).rejects.toMatchObject({ code: 'log_locked' });
  await log.append(event(1));
  await log.close();
  const dead = { pid: 2 ** 22 + 1, startTime: '1', host: (await import('node:os')).hostname() };
  writeFileSync(path.join(folder, 'lock-4194305-abc'), JSON.stringify(dead));
  const next = await openTestLog(folder);
  await next.close();
  expect(readdirSync(folder).filter((name) => name.startsWith('lock-'))).toEqual([]);
});

it('cuts a line that a crash left unfinished, and says so', async () => {
  const folder = temporaryFolder();
  const copy = temporaryFolder();
  const log = await openTestLog(folder);
  await log.append(event(1));
  await log.append(event(2));
  cpSync(folder, copy, { recursive: true, filter: (file) => !file.includes('lock-') });
  await log.close();
  truncateSync(segmentPath(copy, 1), statSync(segmentPath(copy, 1)).size - 20);
  const again = await openTestLog(copy);
  expect((await again.list()).entries).toMatchObject([
    { sequence: 2, type: 'audit_log', action: 'log.recover' },
    { sequence: 1 },
  ]);
  expect((await again.verify()).ok).toBe(true);
  await again.close();
});

it('goes on after a crash in the middle of storing a checkpoint', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  await log.append(event(1));
  await log.close();
  const file = path.join(folder, 'checkpoints.ndjson');
  const whole = readFileSync(file, 'utf8');
  appendFileSync(file, whole.slice(0, 50));
  const again = await openTestLog(folder);
  expect(readFileSync(file, 'utf8')).toBe(whole);
  expect((await again.verify()).ok).toBe(true);
  await again.close();
});

it.each([
  ['a changed entry', 'log_damaged', (text: string) => text.replace('user/3', 'user/4')],
  ['a deleted entry', 'log_damaged', (text: string) => text.split('\n').toSpliced(2, 1).join('\n')],
  ['a cut end', 'log_truncated', (text: string) => `${text.split('\n').slice(0, 4).join('\n')}\n`],
] as const)('does not write after %s', async (_what, code, edit) => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  for (let number = 1; number <= 5; number += 1) await log.append(event(number));
  await log.close();
  const file = segmentPath(folder, 1);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  await expect(openTestLog(folder)).rejects.toMatchObject({ code });
  expect(readdirSync(folder).filter((name) => name.startsWith('lock-'))).toEqual([]);
});

it('rejects what could not be written, takes it back, and goes on', async () => {
  const folder = temporaryFolder();
  let isFull = false;
  const openFile: OpenAppendFile = async (file) => {
    const opened = await openAppendFile(file);
    return {
      ...opened,
      async append(text) {
        if (!isFull) return opened.append(text);
        await opened.append(text.subarray(0, 10));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    };
  };
  const log = await openTestLog(folder, { openFile });
  await log.append(event(1));
  isFull = true;
  await expect(log.append(event(2))).rejects.toThrow('no space');
  isFull = false;
  expect((await log.append(event(3))).sequence).toBe(2);
  expect((await log.verify()).ok).toBe(true);
  expect(isIncludedIn(await log.proof(2))).toBe(true);
  await log.close();
});

it('writes nothing more when a sync failed, or when another has written to the file', async () => {
  const folder = temporaryFolder();
  let fails = false;
  const openFile: OpenAppendFile = async (file) => {
    const opened = await openAppendFile(file);
    return { ...opened, sync: () => (fails ? Promise.reject(new Error('EIO')) : opened.sync()) };
  };
  const log = await openTestLog(folder, { openFile });
  await log.append(event(1));
  fails = true;
  await expect(log.append(event(2))).rejects.toMatchObject({ code: 'log_failed' });
  fails = false;
  await expect(log.append(event(3))).rejects.toMatchObject({ code: 'log_failed' });
  await log.close();
  const next = await openTestLog(folder);
  await next.append(event(4));
  appendFileSync(segmentPath(folder, 1), 'x');
  await expect(next.append(event(5))).rejects.toThrow('another process');
  await next.close();
});

it('takes a clock that goes back as it comes', async () => {
  const folder = temporaryFolder();
  let nowMs = Date.UTC(2026, 5, 1);
  const clock = { ...virtualClock(), now: () => nowMs };
  const log = await openTestLog(folder, { clock, segmentBytes: 1000 });
  for (let number = 1; number <= 6; number += 1) {
    await log.append(event(number));
    nowMs -= 86_400_000;
  }
  expect((await log.list({ order: 'oldest' })).entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await log.verify()).ok).toBe(true);
  await log.close();
});

it('verifies, lists and proves while it is being written', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder, { segmentBytes: 8000, anchor: { everyEntries: 5 }, critical: ['data_access'] });
  const rounds = Array.from({ length: 60 }, (_, round) => round);
  let appended = Promise.resolve();
  for (const round of rounds) {
    appended = appended.then(
      async () => void (await Promise.all([1, 2, 3].map((number) => log.append(event(round * 3 + number))))),
    );
  }
  const readings: Promise<unknown>[] = [];
  for (; log.size < 180; await new Promise((resolve) => setImmediate(resolve))) {
    if (readings.length >= 40) continue;
    readings.push(log.verify().then(({ findings }) => expect(findings).toEqual([])));
    if (log.size > 0) readings.push(log.proof(log.size).then((proof) => expect(isIncludedIn(proof)).toBe(true)));
    readings.push(log.list({ limit: 1 }));
  }
  await Promise.all([appended, ...readings]);
  expect(await log.verify()).toMatchObject({ ok: true, entries: 180 });
  await log.close();
});

it('lists what is asked for, page by page, newest or oldest first', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder, { segmentBytes: 3000 });
  for (let number = 1; number <= 30; number += 1) {
    await log.append(
      event(number, number % 3 === 0 ? { action: 'record.delete', result: 'refused', reason: 'Not Yours' } : {}),
    );
  }
  const sequences = async (filter: Parameters<typeof log.list>[0]) =>
    (await log.list(filter)).entries.map(({ sequence }) => sequence);
  const first = await log.list({ result: 'refused', limit: 4 });
  expect(first.entries.map(({ sequence }) => sequence)).toEqual([30, 27, 24, 21]);
  expect(await sequences({ result: 'refused', limit: 4, cursor: first.cursor })).toEqual([18, 15, 12, 9]);
  expect(await sequences({ actor: 'user/2', order: 'oldest' })).toEqual([2, 9, 16, 23, 30]);
  expect(await sequences({ action: 'record.*', order: 'oldest', limit: 2, cursor: '28' })).toEqual([29, 30]);
  expect(await sequences({ action: 'record.delete', text: 'not yours', resource: 'record/9' })).toEqual([9]);
  expect(await sequences({ untilMs: 0 })).toEqual([]);
  expect((await log.list({ limit: 30 })).cursor).toBeUndefined();
  await log.close();
});

function isIncludedIn({
  line,
  index,
  size,
  hashes,
  checkpoint,
}: Awaited<ReturnType<Awaited<ReturnType<typeof openTestLog>>['proof']>>) {
  const { root, size: signed } = openCheckpoint(checkpoint, [publicKey]);
  return (
    signed === size && isIncluded({ leaf: leafHash(Buffer.from(line)), index, size, root, proof: hashes.map(bytes) })
  );
}

it('proves each entry and each earlier state, from stored hashes', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder, { segmentBytes: 20_000 });
  await Promise.all(Array.from({ length: 700 }, (_, index) => log.append(event(index))));
  for (const sequence of [1, 2, 255, 256, 257, 512, 513, 699, 700])
    expect(isIncludedIn(await log.proof(sequence))).toBe(true);
  for (const [from, to] of [
    [0, 700],
    [1, 2],
    [255, 256],
    [256, 700],
    [300, 699],
    [700, 700],
  ] as const) {
    const { fromRoot, toRoot, hashes } = await log.consistency(from, to);
    expect(isConsistent({ from, to, fromRoot: bytes(fromRoot), toRoot: bytes(toRoot), proof: hashes.map(bytes) })).toBe(
      true,
    );
  }
  await expect(log.proof(701)).rejects.toMatchObject({ code: 'entry_unknown' });
  await expect(log.consistency(5, 701)).rejects.toMatchObject({ code: 'entry_unknown' });
  await log.close();
  rmSync(path.join(folder, 'tree-00'));
  rmSync(path.join(folder, 'tree-08'));
  const again = await openTestLog(folder);
  expect(isIncludedIn(await again.proof(3))).toBe(true);
  await again.close();
});

it('makes checkpoints by itself, after so many entries, after a time and at the end', async () => {
  const folder = temporaryFolder();
  const clock = virtualClock();
  const sizes: number[] = [];
  const onCheckpoint = ({ size }: { size: number }) => void sizes.push(size);
  const log = await openTestLog(folder, { clock, anchor: { everyEntries: 10, everyMs: 1000 }, onCheckpoint });
  for (let number = 1; number <= 12; number += 1) await log.append(event(number));
  await expect.poll(() => sizes).toEqual([10]);
  await clock.advance(1000);
  await expect.poll(() => sizes).toEqual([10, 12]);
  await log.append(event(13));
  await log.close();
  expect(sizes).toEqual([10, 12, 13]);
  expect(openCheckpoint(readFileSync(path.join(folder, 'checkpoint'), 'utf8'), [publicKey]).size).toBe(13);
});

it('goes over to other keys, at once or at a start, and verifies with the old ones', async () => {
  const folder = temporaryFolder();
  const [hmac2, hmac3] = [createSecretKey(Buffer.alloc(32, 2)), createSecretKey(Buffer.alloc(32, 3))];
  const signing2 = generateKeyPairSync('ed25519').privateKey;
  const log = await openTestLog(folder);
  await log.append(event(1));
  await log.rotateKeys({ hmac: hmac2, signing: signing2 });
  await log.append(event(2));
  expect((await log.verify()).ok).toBe(true);
  await log.close();
  await expect(openTestLog(folder, { keys: { hmac: hmac3, signing: signing2 } })).rejects.toMatchObject({
    code: 'log_damaged',
  });
  await expect(openTestLog(folder, { keys: { hmac: hmac2, signing } })).rejects.toMatchObject({ code: 'key_unknown' });
  const formerPublic = [signing, formatVerifierKey(verifierKey(origin, signing2))];
  const next = await openTestLog(folder, {
    keys: { hmac: hmac3, signing: signing2, formerHmac: [hmac2, hmac], formerPublic },
  });
  await next.append(event(3));
  const { entries } = await next.list({ order: 'oldest' });
  expect(entries.map(({ type, action }) => (type === 'audit_log' ? action : 'event'))).toEqual([
    ...['event', 'key.rotate', 'key.rotate', 'event', 'key.rotate', 'event'],
  ]);
  expect(await next.verify()).toMatchObject({ ok: true, entries: 6, segments: 3 });
  await next.close();
});

it('deletes segments that are old enough, never earlier than the law says, and still verifies', async () => {
  const folder = temporaryFolder();
  const clock = virtualClock();
  const day = 86_400_000;
  await expect(openTestLog(folder, { retention: { maxAgeMs: day, legalMinimumMs: 2 * day } })).rejects.toThrow(
    'must be kept',
  );
  const retention = { maxAgeMs: 30 * day, maxBytes: 4000, legalMinimumMs: 10 * day };
  const log = await openTestLog(folder, {
    clock,
    retention,
    segmentBytes: 1500,
    critical: ['data_access'],
    anchor: { everyMs: 365 * day },
  });
  for (let number = 1; number <= 20; number += 1) {
    await log.append(event(number));
    await clock.advance(day / 4);
  }
  const young = await log.applyRetention();
  expect(young.deleted).toEqual([]);
  expect(young.held).toBeGreaterThan(0);
  await clock.advance(7 * day);
  const { deleted, held } = await log.applyRetention();
  expect(deleted).toEqual([1, 2]);
  expect(held).toBeGreaterThan(0);
  expect((await log.list({ limit: 1 })).entries[0]).toMatchObject({
    action: 'segments.delete',
    data: { throughSegment: 2 },
  });
  const report = await log.verify();
  expect(report).toMatchObject({ ok: true, checkpoint: { verdict: 'agrees' } });
  const { sequence } = await log.append(event(99));
  expect(isIncludedIn(await log.proof(sequence))).toBe(true);
  const kept = (await log.consistency(3, sequence)).hashes;
  expect(kept.length).toBeGreaterThan(0);
  await log.close();
  const offline = { folder, origin, hmacKeys: [hmac], publicKeys: [publicKey] };
  expect(await verifyAuditLog(offline)).toMatchObject({ ok: true, checkpoint: { verdict: 'agrees' } });
  rmSync(segmentPath(folder, 3));
  expect((await verifyAuditLog(offline)).findings).toMatchObject([{ kind: 'missing_segment', segment: 3 }]);
});
