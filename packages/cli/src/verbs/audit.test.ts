import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComplianceReport } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

/** A log of one entry whose operator holds the key, and may lie. */
function log(line: string) {
  const origin = 'seaworthy/plain/0';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([Buffer.from([1]), Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const id = createHash('sha256').update(`${origin}\n`).update(raw).digest().subarray(0, 4);
  const leaf = createHash('sha256')
    .update(Buffer.from([0]))
    .update(line)
    .digest('base64');
  const text = `${origin}\n1\n${leaf}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64');
  return {
    key: `${origin}+${id.toString('hex')}+${raw.toString('base64')}`,
    note: `${text}\n— ${origin} ${signature}\n`,
  };
}

const line = '{"sequence":1,"action":"deploy","actor":"ann"}';
const answer = (over: object, note: string) => ({
  auditEntryProof: () => ({ sequence: 1, line, index: 0, size: 1, hashes: [], checkpoint: note, ...over }),
});

describe('audit proof', () => {
  const { key, note } = log(line);

  it('believes the signature and its own computation', async () => {
    const plane = await testControlPlane(answer({}, note));
    const { exit, out } = await runVerb(['audit', 'proof', '1', '--key', key], plane);
    expect([exit, out]).toEqual([
      0,
      expect.stringContaining('Proven: entry 1 is in the log seaworthy/plain/0 of 1 entries'),
    ]);
  });

  it.each([
    ['another line', { line: line.replace('ann', 'bob') }, note],
    ['a proof of another entry', { sequence: 2, index: 1, line: line.replace('1', '2') }, note],
    ['a size that was not signed', { size: 2, hashes: ['AAAA'] }, note],
    ['a signature of another key', {}, log(line).note],
  ])('believes nothing else of what the server says: %s', async (_, over, given) => {
    const plane = await testControlPlane(answer(over, given));
    const { exit, err } = await runVerb(['audit', 'proof', '1', '--key', key], plane);
    expect([exit, err]).toEqual([1, expect.stringContaining('audit_unproven')]);
  });

  it('says what it is worth when the key is the server’s own word', async () => {
    const plane = await testControlPlane({ ...answer({}, note), auditKey: () => ({ origin: 'x', keys: [key] }) });
    const { exit, err } = await runVerb(['audit', 'proof', '1'], plane);
    expect([exit, err]).toEqual([0, expect.stringContaining('comes from the server itself')]);
  });

  it('sees that the log is not the continuation of the one that was kept', async () => {
    const plane = await testControlPlane({
      auditConsistency: () => ({ from: 1, to: 1, fromRoot: '', toRoot: '', hashes: [], checkpoint: forked }),
    });
    const forked = note.replace(/\n1\n[^\n]+/, '\n1\nAAAA');
    writeFileSync(join(plane.folder, 'kept'), note);
    const argv = ['audit', 'proof', '--since-checkpoint', join(plane.folder, 'kept'), '--key', key];
    expect(await runVerb(argv, plane)).toMatchObject({ exit: 1, err: expect.stringContaining('audit_unproven') });
  });
});

it('audit verify tells of a folder without a trail', async () => {
  const plane = await testControlPlane();
  const { exit, err } = await runVerb(['audit', 'verify'], plane);
  expect([exit, err]).toEqual([1, expect.stringContaining('There is no audit trail')]);
});

describe('audit report', () => {
  const none = { count: 0, items: [], omitted: 0 };
  const time = '2026-03-01T10:00:00.000Z';
  const refused = {
    ...{ sequence: 7, time, actor: 'mal|lory\u001b[31m', action: 'stop', resource: 'stop' },
    ...{ result: 'refused' as const, reason: 'forbidden: no' },
  };
  const report = (verdict: ComplianceReport['verification']['verdict'] = 'whole'): ComplianceReport => ({
    ...{ format: 'seaworthy-compliance-report/1', generatedAt: time, generatedBy: 'rev' },
    ...{ service: 'shop', environment: 'production', log: 'seaworthy/shop/1', entries: 9 },
    period: { since: null, until: time, firstSequence: 1, lastSequence: 9 },
    byType: [{ name: 'system_change', count: 9 }],
    ...{ byResult: [{ name: 'success', count: 9 }], byActor: [{ name: 'ann', count: 9 }] },
    ...{ refused: { count: 3, items: [refused], omitted: 2 }, failed: none, accessChanges: none, approvals: none },
    secrets: [{ name: 'db', set: 2, deleted: 0, by: ['ann', 'bob'], lastAt: time }],
    ...{ keyChanges: none, deployments: none, gaps: [] },
    verification: {
      ...{ verdict, findings: [], findingsElsewhere: 0, entriesRead: 9, chain: true },
      checkpoint: { size: 9, keyId: 'k', verdict: 'agrees', coversPeriod: true },
      ...{ note: 'the note\n', unproven: [] },
    },
    retention: {
      keptSeconds: 7_776_000,
      minimumSeconds: 7_776_000,
      maxBytes: 2 ** 30,
      oldestSequence: 1,
      oldestAt: time,
    },
  });

  it('is a page of Markdown, whose cells nobody can break', async () => {
    const plane = await testControlPlane({ auditReport: () => report() });
    const { exit, out } = await runVerb(['audit', 'report', '--since', '90d'], plane);
    expect(exit).toBe(0);
    expect(plane.requests[0]?.query).toMatchObject({ since: '2025-12-01T10:02:00.000Z' });
    expect(out).toContain('# Audit report: shop, production\n');
    expect(out).toContain('## Refused: 3\n\n| Entry | Time (UTC) |');
    expect(out).toContain('| 7 | 2026-03-01 10:00:00 | mal\\|lory?\\[31m | stop | stop | refused | forbidden: no |');
    expect(out).toContain('2 earlier ones are counted');
    expect(out).toContain('| db | 2 | 0 | ann, bob | 2026-03-01 10:00:00 |');
    expect(out).toContain('```text\nthe note\n```');
    expect(out).not.toContain('\u001b');
  });

  it('ends with 1 when something of the period is not as it was written', async () => {
    const plane = await testControlPlane({ auditReport: () => report('not_whole') });
    const { exit, out } = await runVerb(['audit', 'report', '--json'], plane);
    expect([exit, JSON.parse(out)]).toMatchObject([1, { verification: { verdict: 'not_whole' } }]);
  });
});
