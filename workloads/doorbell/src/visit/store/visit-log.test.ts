import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DoorbellDatabase } from '../../db/database.ts';
import { temporaryFolder } from '../../testing/running-doorbell.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { VisitEvent } from './visit-event.ts';
import { VisitLog } from './visit-log.ts';

const clock = virtualClock();
const NOTICE = { type: 'unknown_person_detected', severity: 'warning', message: 'somebody' } as const;
let folder: ReturnType<typeof temporaryFolder>;
let database: DoorbellDatabase;
let log: VisitLog;

beforeEach(() => {
  folder = temporaryFolder('visit-log');
  database = new DoorbellDatabase({ file: join(folder.path, 'doorbell.db'), clock });
  database.open();
  log = new VisitLog(database, () => clock.now());
});

afterEach(() => {
  database.close();
  folder.remove();
});

function visit(eventId: string): Omit<VisitEvent, 'id'> {
  return {
    eventId,
    occurredAt: '2026-01-01T00:00:00.000Z',
    source: { kind: 'http', name: 'test' },
    outcome: 'unknown_person',
    reason: '1 of 1 face unknown',
    faces: [
      { status: 'unknown', person: null, confidence: 0, distance: null, box: { x: 1, y: 2, width: 3, height: 4 } },
    ],
    motion: null,
    durationMs: 12,
    traceId: 'trace',
    serviceVersion: '1.0.0',
    instance: 'one',
  };
}

it('gives a visit back as it was recorded, with an id that rises', async () => {
  const first = await log.record(visit('a'), undefined);
  const second = await log.record(visit('b'), undefined);
  expect(log.since(0, 10)).toEqual([first.event, second.event]);
  expect(second.event.id).toBeGreaterThan(first.event.id);
  expect(log.newestId()).toBe(second.event.id);
});

it('pages from the newest to the oldest without gap or repeat', async () => {
  for (let index = 0; index < 5; index++) await log.record(visit(`visit ${index}`), undefined);
  const seen: string[] = [];
  for (let page = log.page(2, undefined); page.length > 0; page = log.page(2, page.at(-1)?.id)) {
    seen.push(...page.map((event) => event.eventId));
  }
  expect(seen).toEqual(['visit 4', 'visit 3', 'visit 2', 'visit 1', 'visit 0']);
});

it('stores a visit and its notification together or not at all', async () => {
  await log.record(visit('twice'), NOTICE);
  await expect(log.record(visit('twice'), NOTICE)).rejects.toThrow('UNIQUE');
  const count = database.read((db) => db.prepare('SELECT count(*) FROM notifications').pluck().get());
  expect(count).toBe(1);
});

it('hands a notification to another instance only when its first owner let it lie', async () => {
  const { due } = await log.record(visit('a'), NOTICE);
  expect(await log.claimAbandoned(10)).toEqual([]);
  await clock.advance(60_001);
  expect(await log.claimAbandoned(10)).toEqual([due]);
  expect(await log.claimAbandoned(10)).toEqual([]);
  await log.settle(due?.id ?? 0, 'delivered');
  await clock.advance(60_001);
  expect(await log.claimAbandoned(10)).toEqual([]);
});
