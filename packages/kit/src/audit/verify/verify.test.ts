import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { formatCheckpoint } from '../checkpoint/checkpoint.ts';
import { signNote } from '../checkpoint/signed-note.ts';
import { verifierKey } from '../checkpoint/signing-key.ts';
import { sealLine } from '../entry/chain-line.ts';
import { keyedHash } from '../keys/keyed-hash.ts';
import { segmentPath } from '../log/segment.ts';
import { event, hmac, openTestLog, origin, publicKey, signing, temporaryFolder, writtenLog } from '../testing.ts';
import { formatVerifyReport } from './report.ts';
import type { VerifyOptions } from './verify.ts';
import { verifyAuditLog } from './verify.ts';

const check = (folder: string, over: Partial<VerifyOptions> = {}) =>
  verifyAuditLog({ folder, origin, hmacKeys: [hmac], publicKeys: [publicKey], ...over });

/** Seals all lines of a segment anew, as one can who has the HMAC key, with one entry changed. */
function resealWithKey(file: string, change: (fields: string) => string): void {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  let previous = header.slice(-66, -2);
  const { hash } = keyedHash(hmac);
  const sealed = lines.map((line) => {
    const fields = change(line.slice(1, line.lastIndexOf(',"previous":')));
    const made = sealLine(fields, previous, hash);
    previous = made.hash;
    return made.line.toString();
  });
  writeFileSync(file, [`${header}\n`, ...sealed].join(''));
}

it('finds nothing in a log as it was written, and says what it saw', async () => {
  const folder = await writtenLog(40, { segmentBytes: 3500, critical: ['data_access'] });
  const report = await check(folder);
  expect(report).toMatchObject({
    ok: true,
    findings: [],
    entries: 40,
    firstSequence: 1,
    lastSequence: 40,
    tornBytes: 0,
  });
  expect(report.checkpoint).toEqual({ size: 40, source: 'stored', keyId: publicKey.id, verdict: 'agrees' });
  expect(report.segments).toBeGreaterThan(3);
  expect(formatVerifyReport(report)).toMatch(
    /^The audit log is whole: 40 entries \(1 to 40\) in \d+ segments\.\nIt agrees/,
  );
});

it('verifies ten thousand entries', async () => {
  const folder = await writtenLog(10_000);
  expect(await check(folder)).toMatchObject({ ok: true, entries: 10_000 });
});

it('finds a rewrite with the HMAC key but without the signing key, and where it is', async () => {
  const folder = await writtenLog(20);
  resealWithKey(segmentPath(folder, 1), (fields) => fields.replace('"resource":"record/13"', '"resource":"record/99"'));
  const report = await check(folder);
  expect(report.findings).toMatchObject([{ kind: 'checkpoint_mismatch', segment: 1, line: 14, sequence: 13 }]);
  expect(report.checkpoint?.verdict).toBe('differs');
  expect(formatVerifyReport(report)).toContain('NOT WHOLE');
});

it('narrows such a rewrite down by checkpoints when the stored hashes were rewritten too', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  for (let number = 1; number <= 30; number += 1) {
    await log.append(event(number));
    if (number % 10 === 0) await log.checkpoint();
  }
  await log.close();
  resealWithKey(segmentPath(folder, 1), (fields) => fields.replace('"resource":"record/13"', '"resource":"record/99"'));
  rmSync(path.join(folder, 'tree-00'));
  const [finding] = (await check(folder)).findings;
  expect(finding).toMatchObject({ kind: 'checkpoint_mismatch', line: 12, sequence: 11, throughSequence: 20 });
});

it('sees a cut end, or a folder put back, by a checkpoint kept elsewhere', async () => {
  const folder = temporaryFolder();
  const kept = temporaryFolder();
  const log = await openTestLog(folder);
  for (let number = 1; number <= 10; number += 1) await log.append(event(number));
  await log.checkpoint();
  cpSync(folder, kept, { recursive: true });
  for (let number = 11; number <= 20; number += 1) await log.append(event(number));
  const elsewhere = (await log.checkpoint()).note;
  await log.close();
  expect((await check(kept)).ok).toBe(true);
  const report = await check(kept, { checkpoints: [elsewhere] });
  expect(report.findings).toMatchObject([
    { kind: 'truncated', segment: 1, line: 12, sequence: 11, throughSequence: 20 },
  ]);
  expect((await check(folder, { checkpoints: [elsewhere] })).checkpoint).toMatchObject({
    source: 'given',
    verdict: 'agrees',
  });
});

it('sees segments that are missing: the first, one between, the last', async () => {
  const folder = await writtenLog(40, { segmentBytes: 3500 });
  const numbers = readdirSync(folder)
    .filter((name) => name.startsWith('segment-'))
    .map((_, index) => index + 1);
  for (const number of numbers) {
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    rmSync(segmentPath(copy, number));
    const { findings } = await check(copy);
    if (number === numbers.length) expect(findings).toMatchObject([{ kind: 'truncated', segment: number - 1 }]);
    else expect(findings).toMatchObject([{ kind: 'missing_segment', segment: number, line: 1 }]);
  }
});

it('sees segments that stand in for each other', async () => {
  const folder = await writtenLog(40, { segmentBytes: 3500 });
  const [second, third] = [segmentPath(folder, 2), segmentPath(folder, 3)];
  const text = readFileSync(second);
  writeFileSync(second, readFileSync(third));
  writeFileSync(third, text);
  const { findings } = await check(folder);
  for (const segment of [2, 3])
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'reordered', segment, line: 1 }));
});

it('sees a genuine line of another continuation of the same log', async () => {
  const [folder, other] = [temporaryFolder(), temporaryFolder()];
  const log = await openTestLog(folder);
  for (let number = 1; number <= 5; number += 1) await log.append(event(number));
  await log.close();
  cpSync(folder, other, { recursive: true });
  for (const [place, actor] of [
    [folder, 'anna'],
    [other, 'otto'],
  ] as const) {
    const next = await openTestLog(place);
    for (let number = 6; number <= 9; number += 1) await next.append(event(number, { actor }));
    await next.close();
  }
  const lines = readFileSync(segmentPath(folder, 1), 'utf8').split('\n');
  const foreign = readFileSync(segmentPath(other, 1), 'utf8').split('\n')[7] ?? '';
  writeFileSync(segmentPath(folder, 1), lines.with(7, foreign).join('\n'));
  expect((await check(folder)).findings[0]).toMatchObject({ kind: 'spliced', segment: 1, line: 8, sequence: 7 });
});

it('says that a line is torn, when no checkpoint ever told of it, and damaged when one did', async () => {
  const folder = temporaryFolder();
  const log = await openTestLog(folder);
  for (let number = 1; number <= 5; number += 1) await log.append(event(number));
  await log.checkpoint();
  await log.append(event(6));
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  await log.close();
  const size = readFileSync(segmentPath(copy, 1)).length;
  truncateSync(segmentPath(copy, 1), size - 10);
  const torn = await check(copy);
  expect(torn).toMatchObject({ ok: true, entries: 5 });
  expect(torn.tornBytes).toBeGreaterThan(100);
  truncateSync(segmentPath(folder, 1), size - 10);
  expect((await check(folder)).findings).toMatchObject([{ kind: 'altered', line: 7, sequence: 6 }]);
});

it('tells damaged and forged checkpoints from damaged entries', async () => {
  const folder = await writtenLog(5);
  const file = path.join(folder, 'checkpoint');
  const note = readFileSync(file, 'utf8');
  writeFileSync(file, note.replace('\n5\n', '\n4\n'));
  expect((await check(folder)).findings).toMatchObject([{ kind: 'checkpoint_invalid' }]);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const forged = formatCheckpoint({ origin, size: 9, root: Buffer.alloc(32), extensions: [] });
  writeFileSync(file, signNote(forged, origin, stranger));
  expect((await check(folder)).findings).toMatchObject([{ kind: 'checkpoint_invalid' }]);
  const strangers = { publicKeys: [verifierKey(origin, stranger)] };
  await expect(check(folder, { ...strangers, checkpoints: [note] })).rejects.toThrow('no known key');
  writeFileSync(file, signNote(forged, origin, signing));
  expect((await check(folder)).findings).toMatchObject([
    { kind: 'truncated', line: 7, sequence: 6, throughSequence: 9 },
  ]);
});

it('tells damage of the stored hashes and of the critical copies for what it is', async () => {
  const folder = await writtenLog(10, { critical: ['data_access'] });
  const tree = readFileSync(path.join(folder, 'tree-00'));
  tree[3 * 32] = (tree[3 * 32] ?? 0) ^ 1;
  writeFileSync(path.join(folder, 'tree-00'), tree);
  expect((await check(folder)).findings).toMatchObject([{ kind: 'tree_file', line: 5, sequence: 4 }]);
  const critical = path.join(folder, 'critical-00000001.ndjson');
  const lines = readFileSync(critical, 'utf8').split('\n');
  writeFileSync(critical, lines.toSpliced(6, 1).join('\n'));
  expect((await check(folder)).findings).toMatchObject([
    { kind: 'tree_file' },
    { kind: 'critical_copy', line: 7, sequence: 7 },
  ]);
});

it('knows lines of another key by their place, and asks for a key that is not there', async () => {
  const folder = await writtenLog(3);
  const report = await check(folder, { hmacKeys: [createSecretKey(Buffer.alloc(32, 9))] });
  expect(report.findings[0]).toMatchObject({ kind: 'key_unknown', segment: 1, line: 1 });
});

it('says without checkpoints what it does not see', async () => {
  const folder = await writtenLog(3, { keys: { hmac } });
  const report = await check(folder);
  expect(report).toMatchObject({ ok: true, checkpoint: undefined });
  expect(report.unproven.join()).toContain('Without a checkpoint');
});
