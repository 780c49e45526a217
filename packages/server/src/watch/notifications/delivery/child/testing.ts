import { createInterface } from 'node:readline';
import { createMetrics } from '@seaworthy/kit/metrics';
import { request } from 'undici';
import { openDatabase } from '../../../../db/database.ts';
import { migrate } from '../../../../db/migrate.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { createIds } from '../../../../platform/ids.ts';
import type { Integration } from '../../receiver.ts';
import { notificationOf } from '../../testing.ts';
import { createDelivery } from '../delivery.ts';

/**
 * A process of its own that delivers: `testing.ts DATABASE URL`. Each line that it is given, `OCCASION GROUP STATUS`, is
 * queued, and then answered with `stored OCCASION`.
 */
const [databasePath = '', url = ''] = process.argv.slice(2);
const db = openDatabase(databasePath);
await migrate(db, { now: Date.now });

const webhook: Integration = {
  ...{ name: 'webhook[0]', channel: 'webhook', sendResolved: true },
  async send({ groupKey, status }, { key }) {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      body: JSON.stringify({ key, groupKey, status }),
      reset: true,
    });
    await body.dump();
    if (statusCode === 200) return { outcome: 'sent' };
    return { outcome: 'failed', retryable: true, reason: 'server_error', message: `It answered ${statusCode}.` };
  },
};

const delivery = createDelivery({
  ...{ db, clock: systemClock, newId: createIds(systemClock), random: Math.random, metrics: createMetrics() },
  receivers: [{ name: 'ops', integrations: [webhook] }],
  policy: { backoff: { initialMs: 20, maxMs: 100, factor: 2, jitter: 0.3 }, limits: () => [] },
  raise: () => {},
  report: (error) => process.stderr.write(`${error}\n`),
});
void delivery.run();
process.stdout.write('ready\n');

for await (const line of createInterface({ input: process.stdin })) {
  const [occasion = '', groupKey = '', status] = line.split(' ');
  await delivery.deliver(notificationOf({ groupKey, status: status === 'resolved' ? 'resolved' : 'firing' }), {
    occasion,
  });
  process.stdout.write(`stored ${occasion}\n`);
}
