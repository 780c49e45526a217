import { createMetrics } from '@seaworthy/kit/metrics';
import type { SampleStore } from '@seaworthy/promql/storage';
import { Labels, openStore } from '@seaworthy/promql/storage';
import { expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../platform/testing.ts';
import { registerStoreMetrics } from './store-metrics.ts';

it('counts refused samples on from scrape to scrape, and shows what is held', async () => {
  const store: SampleStore = await openStore({ folder: await testFolder(), now: () => 1_000_000 });
  onTestFinished(() => store.close());
  const metrics = createMetrics();
  registerStoreMetrics(metrics, store, []);
  const refuse = async () => {
    const batch = store.appender();
    batch.append(Labels.from({ __name__: 'a' }), 1_000_000, 1);
    batch.append(Labels.from({ __name__: 'a' }), 1_000_000, 2);
    await batch.commit();
  };
  await refuse();
  const first = await metrics.render();
  expect(first).toMatch(/^seaworthy_store_series 1$/m);
  const duplicates = (text: string) => Number(/refused_samples_total\{reason="duplicate"\} (\d+)$/m.exec(text)?.[1]);
  expect(duplicates(first)).toBe(store.stats().refused.duplicate);
  await refuse();
  const second = await metrics.render();
  expect(duplicates(second)).toBe(store.stats().refused.duplicate);
  expect(duplicates(second)).toBeGreaterThan(duplicates(first));
});
