import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, createMetrics } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { expect, it, onTestFinished } from 'vitest';
import { createActs } from './audit/acts.ts';
import { testFolder, virtualClock } from './platform/testing.ts';
import { createLogs } from './watch/logs/logs.ts';

it('a log store that is found damaged at the start is in the audit trail; one that is whole is not', async () => {
  const folder = await testFolder();
  const entries: NewAuditEntry[] = [];
  const acts = createActs({ note: (entry) => void entries.push(entry) });
  const start = async () => {
    const logs = await createLogs({
      ...{ logFolder: join(folder, 'logs'), storeFolder: join(folder, 'store'), service: 'shop' },
      ...{ retentionMs: 86_400_000, maxBytes: 2 ** 26, clock: virtualClock(), metrics: createMetrics() },
      onDamage: (message) => acts.storeDamaged('logs', message),
      logger: createLogger({ name: 'logs', destination: { write: () => {} } }),
    });
    onTestFinished(() => logs.stop());
    await logs.stop();
  };
  for (const name of ['logs', 'store']) mkdirSync(join(folder, name));
  await start();
  expect(entries).toEqual([]);
  mkdirSync(join(folder, 'store', 'segments'), { recursive: true });
  appendFileSync(join(folder, 'store', 'segments', '000000000007.ndjson.gz'), 'not compressed at all');
  await start();
  expect(entries).toMatchObject([
    { type: 'security_event', action: 'store.damage_found', resource: 'stores/logs', result: 'failure' },
  ]);
  expect(entries[0]?.reason).toContain('segments 7');
});
