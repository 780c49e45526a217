import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ComplianceReport } from '@seaworthy/api';
import { createMetrics } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { openCheckpoint } from '@seaworthy/kit/audit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { createAuditTrail } from '../audit-trail.ts';
import { testAuditConfig } from '../testing.ts';
import { complianceReport } from './compliance-report.ts';

const start = Date.UTC(2030, 0, 1, 12);
const about = { service: 'shop', environment: 'production', audit: testAuditConfig };

async function bench() {
  const [folder, clock, metrics] = [await testFolder(), virtualClock(start), createMetrics()];
  const places = { folder: join(folder, 'audit'), keysFolder: join(folder, 'keys'), service: 'shop' };
  const open = () =>
    createAuditTrail({
      ...{ ...places, config: testAuditConfig, clock, metrics, report: () => {} },
      freeBytes: async () => 2 ** 30,
    });
  const trail = await open();
  onTestFinished(() => trail.stop());
  const write = async (action: string, over: Partial<NewAuditEntry> = {}) => {
    await clock.advance(1000);
    const entry = { type: 'system_change', actor: 'ann', action, resource: 'x', result: 'success' } as const;
    await trail.record({ ...entry, ...over });
  };
  const report = async (sinceMs?: number, untilMs?: number) => {
    const asked = { sinceMs, untilMs, by: 'rev', nowMs: clock.now(), signal: new AbortController().signal };
    return ComplianceReport.parse(await complianceReport(trail, about, asked));
  };
  return { trail, clock, places, write, report };
}

describe('a compliance report', () => {
  it('counts by type, result and actor, and lists what was refused, failed and changed', async () => {
    const { write, report } = await bench();
    await write('user.add', { type: 'data_modification', resource: 'user bob' });
    await write('token.create', { type: 'data_modification', resource: 'token 1' });
    await write('role.set', { resource: 'role x', result: 'failure', reason: 'internal: broken' });
    await write('stop', { actor: 'mallory', type: 'security_event', result: 'refused', reason: 'forbidden: no' });
    await write('approval.request', { resource: 'approvals/apr-1' });
    await write('setSecret', { resource: 'secrets/db', data: { body: { value: '[hidden]' } } });
    await write('setSecret', { resource: 'secrets/db', actor: 'bob' });
    await write('deleteSecret', { resource: 'secrets/old' });
    await write('deleteSecret', { resource: 'secrets/none', result: 'failure' });
    await write('master_key.change', { type: 'security_event', actor: 'system' });
    const told = await report();
    expect(told).toMatchObject({
      ...{ entries: 10, generatedBy: 'rev', service: 'shop', gaps: [] },
      byActor: [
        { name: 'ann', count: 7 },
        { name: 'bob', count: 1 },
        { name: 'mallory', count: 1 },
        { name: 'system' },
      ],
      byResult: [
        { name: 'success', count: 7 },
        { name: 'failure', count: 2 },
        { name: 'refused', count: 1 },
      ],
      refused: { count: 1, items: [{ actor: 'mallory', action: 'stop', reason: 'forbidden: no' }] },
      failed: { count: 2 },
      accessChanges: { count: 2, items: [{ resource: 'user bob' }, { resource: 'token 1' }] },
      approvals: { count: 1 },
      keyChanges: { count: 1 },
      secrets: [
        { name: 'db', set: 2, deleted: 0, by: ['ann', 'bob'] },
        { name: 'old', set: 0, deleted: 1, by: ['ann'] },
      ],
      retention: { keptSeconds: 90 * 86_400, oldestSequence: 1 },
    });
    expect(told.verification).toMatchObject({
      ...{ verdict: 'whole', chain: true, findings: [], entriesRead: 10 },
      checkpoint: { size: 10, verdict: 'agrees', coversPeriod: true },
    });
  });

  it('puts deployments together from what was recorded of each', async () => {
    const { write, report } = await bench();
    const data = { version: '2.0.0', fromVersion: '1.0.0', requestedBy: 'ann' };
    await write('deployment.start', { resource: 'deployments/d-1', data });
    await write('deployment.roll_back', { resource: 'deployments/d-1', data, reason: 'not_ready: no answer' });
    await write('deployment.end_rolled_back', { resource: 'deployments/d-1', data, result: 'failure' });
    await write('deployment.start', { resource: 'deployments/d-2', data });
    expect((await report()).deployments).toMatchObject({
      count: 2,
      items: [
        { id: 'd-1', version: '2.0.0', requestedBy: 'ann', outcome: 'rolled_back', reason: 'not_ready: no answer' },
        { id: 'd-2', startedAt: '2030-01-01T12:00:04.000Z', endedAt: null, outcome: null },
      ],
    });
  });

  it('is of the period that is asked for', async () => {
    const { write, report } = await bench();
    for (const name of ['a', 'b', 'c', 'd']) await write(name);
    expect(await report(start + 2000, start + 3000)).toMatchObject({
      period: {
        since: '2030-01-01T12:00:02.000Z',
        until: '2030-01-01T12:00:03.000Z',
        firstSequence: 2,
        lastSequence: 3,
      },
      entries: 2,
    });
    expect(await report(start + 60_000)).toMatchObject({ entries: 0, period: { firstSequence: null } });
  });

  it('names the gaps that the trail knows of', async () => {
    const { write, report } = await bench();
    await write('control_plane.start');
    await write('control_plane.stop');
    await write('control_plane.start');
    await write('audit.resume', { data: { since: '2030-01-01T12:00:03.500Z', why: 'full', held: 3, lost: 1 } });
    await write('audit.damage_found', { reason: 'Cut.', data: { movedTo: '/x/audit-damaged' } });
    await write('requests.refused', { data: { total: 49 } });
    const { gaps } = await report();
    expect(gaps.map(({ kind, from, until }) => [kind, from?.slice(17, 23) ?? null, until?.slice(17, 23)])).toEqual([
      ['not_running', '02.000', '03.000'],
      ['not_recorded', '03.500', '04.000'],
      ['begun_anew', null, '05.000'],
      ['summed_up', null, '06.000'],
    ]);
    expect(gaps[1]?.message).toContain('1 were lost');
  });

  it('says what was changed, and whether it is of the period; its checkpoint proves it later', async () => {
    const { trail, write, report, places } = await bench();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await write(name);
    const { note } = (await report()).verification;
    expect(openCheckpoint(note, trail.log().publicKeys()).size).toBe(5);
    const [segment = ''] = (await readdir(places.folder)).filter((name) => name.startsWith('segment-'));
    const file = join(places.folder, segment);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"action":"b"', '"action":"z"'));
    expect((await report()).verification).toMatchObject({
      verdict: 'not_whole',
      chain: false,
      findings: [{ sequence: 2 }],
    });
    expect((await report(start + 4000, start + 5000)).verification).toMatchObject({
      ...{ verdict: 'whole_in_period', findings: [], chain: true },
      findingsElsewhere: expect.any(Number),
    });
  });
});
