import { join } from 'node:path';
import { createTracing } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { DoorbellDatabase } from '../../db/database.ts';
import { temporaryFolder } from '../../testing/running-doorbell.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { DueNotification } from '../store/visit-log.ts';
import { VisitLog } from '../store/visit-log.ts';
import { DeliveryPutOff } from './delivery.ts';
import { createNotifyStep } from './notify.ts';

const CLAIM_MS = 60_000;

function stored(clock: ReturnType<typeof virtualClock>) {
  const folder = temporaryFolder('notify');
  const database = new DoorbellDatabase({ file: join(folder.path, 'doorbell.db'), clock });
  database.open();
  onTestFinished(() => {
    database.close();
    folder.remove();
  });
  return new VisitLog(database, () => clock.now());
}

const VISIT = {
  eventId: 'a',
  occurredAt: '2026-01-01T00:00:00.000Z',
  source: { kind: 'http', name: 'test' },
  outcome: 'no_faces',
  reason: '',
  faces: [],
  motion: null,
  durationMs: 1,
  traceId: 't',
  serviceVersion: '1',
  instance: 'one',
} as const;

it.each([
  ['was put off is due again when its claim has run out', new DeliveryPutOff('later'), 1],
  ['failed is settled', new Error('no'), 0],
])('a notification that %s', async (_, error, dueAgain) => {
  const clock = virtualClock();
  const log = stored(clock);
  const { due } = await log.record(VISIT, { type: 'no_faces', severity: 'info', message: 'somebody' });
  const channel = { name: 'hook', send: () => Promise.reject(error) };
  const tracing = createTracing({ service: 'test' });
  const notify = createNotifyStep({ channels: [channel], log, tracing, onSettled: () => undefined });
  await expect(notify({ due: due as DueNotification, context: {} })).rejects.toBe(error);
  await clock.advance(CLAIM_MS + 1);
  expect(await log.claimAbandoned(10)).toHaveLength(dueAgain);
});
