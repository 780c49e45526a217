import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMetrics } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder, virtualClock } from '../platform/testing.ts';
import type { AuditTrailOptions } from './audit-trail.ts';
import { createAuditTrail } from './audit-trail.ts';
import { mostHeld } from './held-entries.ts';
import { auditCheck } from './own-health.ts';
import { testAuditConfig } from './testing.ts';
import { leastFreeBytes } from './trail.ts';

const entry = (action: string, over: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  ...{ type: 'data_modification', actor: 'ann', action, resource: 'x', result: 'success' },
  ...over,
});

/** A trail on a disk that a test can fill. */
async function bench(over: Partial<AuditTrailOptions> = {}, state?: string) {
  const folder = state ?? (await testFolder());
  const disk = { isFull: false, freeBytes: 10 * leastFreeBytes };
  const reported: string[] = [];
  const clock = virtualClock();
  const metrics = createMetrics();
  const trail = await createAuditTrail({
    ...{
      folder: join(folder, 'audit'),
      keysFolder: join(folder, 'keys'),
      service: 'plain',
      config: testAuditConfig,
      clock,
      metrics,
    },
    report: (error, doing) => void reported.push(`${doing}: ${error instanceof Error ? error.message : error}`),
    freeBytes: async () => disk.freeBytes,
    openFile: async (path) => ({
      append: (bytes) =>
        disk.isFull ? Promise.reject(new Error('ENOSPC: no space left on device')) : appendFile(path, bytes),
      sync: async () => {},
      size: async () => (await stat(path)).size,
      cut: async () => {},
      close: async () => {},
    }),
    ...over,
  });
  onTestFinished(() => trail.stop());
  const actions = async () => (await trail.log().list({ order: 'oldest' })).entries.map(({ action }) => action);
  return { trail, folder, disk, clock, metrics, reported, actions };
}

it('an entry is in the log when `record` resolves, and its keys are for their owner alone', async () => {
  const { trail, folder, actions } = await bench();
  await trail.record(entry('silence.create'));
  expect(await actions()).toEqual(['silence.create']);
  const keys = await readdir(join(folder, 'keys'));
  expect(keys.sort()).toEqual(['audit-hmac.key', 'audit-origin', 'audit-signing.pem']);
  for (const name of keys) expect((await stat(join(folder, 'keys', name))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'audit'))).mode & 0o777).toBe(0o700);
});

describe('on a disk that is full', () => {
  it('refuses, holds what was done, and writes it with the gap when it can', async () => {
    const { trail, disk, clock, actions, reported } = await bench();
    disk.isFull = true;
    await expect(trail.record(entry('deployment.start'))).rejects.toMatchObject({ code: 'audit_unavailable' });
    trail.note(entry('deployment.roll_back'));
    await expect(trail.ensureWritable()).rejects.toThrow('no space left');
    expect(auditCheck(trail)()).toMatchObject({ status: 'unhealthy', details: { held: 2 } });
    disk.isFull = false;
    await clock.advance(5_000);
    await expect.poll(() => trail.status().failure).toBeUndefined();
    await trail.ensureWritable();
    expect(await actions()).toEqual(['audit.resume', 'deployment.start', 'deployment.roll_back']);
    const { entries } = await trail.log().list({ action: 'deployment.roll_back' });
    expect(entries[0]?.data).toMatchObject({ happenedAt: expect.any(String) });
    expect(auditCheck(trail)().status).toBe('healthy');
    expect(reported).toHaveLength(1);
  });

  it('refuses before it is full: the rest is for what is under way', async () => {
    const { trail, disk, clock, actions } = await bench();
    disk.freeBytes = leastFreeBytes - 1;
    await expect(trail.ensureWritable()).rejects.toMatchObject({ code: 'audit_unavailable' });
    await trail.record(entry('deployment.roll_back'));
    expect(await actions()).toEqual(['deployment.roll_back']);
    disk.freeBytes = leastFreeBytes;
    await clock.advance(5_000);
    await expect.poll(() => trail.status().failure).toBeUndefined();
    await trail.ensureWritable();
  });

  it('holds no more than it may, and says how many were lost', async () => {
    const { trail, disk, clock, metrics } = await bench();
    disk.isFull = true;
    for (let count = 0; count < mostHeld + 7; count += 1) trail.note(entry('noise'));
    await expect.poll(() => trail.status()).toMatchObject({ held: mostHeld, lost: 7 });
    expect(await metrics.render()).toContain('seaworthy_audit_lost_entries 7');
    disk.isFull = false;
    await clock.advance(5_000);
    await expect.poll(() => trail.status()).toMatchObject({ held: 0, lost: 7, failure: undefined });
    const { entries } = await trail.log().list({ action: 'audit.resume' });
    expect(entries[0]).toMatchObject({ data: { held: mostHeld, lost: 7 } });
    expect(auditCheck(trail)().status).toBe('degraded');
  });

  it('starts all the same, and opens the log later', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'audit'), 'a file where the folder should be');
    const { trail, clock, actions } = await bench({}, folder);
    trail.note(entry('control_plane.start'));
    await expect(trail.ensureWritable()).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(() => trail.log()).toThrow('cannot be written');
    await rm(join(folder, 'audit'));
    await clock.advance(5_000);
    await expect.poll(() => trail.status().failure).toBeUndefined();
    expect(await actions()).toContain('control_plane.start');
  });
});

describe('a log that is not as it was left', () => {
  async function written() {
    const { trail, folder } = await bench();
    for (const action of ['a', 'b', 'c']) await trail.record(entry(action));
    await trail.stop();
    return folder;
  }

  it('is set aside as it is, and the new one begins with that', async () => {
    const folder = await written();
    const segment = join(folder, 'audit', 'segment-00000001.ndjson');
    const text = await readFile(segment, 'utf8');
    await writeFile(segment, text.replace('"action":"b"', '"action":"z"'));
    const { trail, actions, reported } = await bench({}, folder);
    await expect.poll(actions).toEqual(['audit.damage_found']);
    expect(reported).toHaveLength(1);
    const aside = (await readdir(folder)).find((name) => name.startsWith('audit-damaged-')) ?? '';
    expect(await readFile(join(folder, aside, 'segment-00000001.ndjson'), 'utf8')).toContain('"action":"z"');
    expect((await trail.log().verify()).ok).toBe(true);
  });

  it('is missed when it is gone', async () => {
    const folder = await written();
    await rm(join(folder, 'audit'), { recursive: true });
    const { actions } = await bench({}, folder);
    await expect.poll(actions).toEqual(['audit.damage_found']);
  });
});

it('counts what it writes, and since when no checkpoint covers it', async () => {
  const { trail, clock, metrics } = await bench();
  await trail.record(entry('a'));
  await clock.advance(30_000);
  const before = await metrics.render();
  expect(before).toContain('seaworthy_audit_entries_total{type="data_modification",result="success"} 1');
  expect(before).toContain('seaworthy_audit_unsigned_seconds 30');
  expect(before).toContain('seaworthy_audit_writable 1');
  await trail.log().checkpoint();
  expect(await metrics.render()).toContain('seaworthy_audit_unsigned_seconds 0');
});
