import { Labels } from '../../labels/labels.ts';
import { openStore } from '../store.ts';

/**
 * A process for crash tests: commits one sample a second, in virtual time, to each of some counters, and says on stdout
 * how far it was acknowledged. Counter number s has the value n at second n. It runs until it is killed.
 */
const [folder = '', from = '1', tiers = 'raw', series = '40'] = process.argv.slice(2);
let second = Number(from);
const store = await openStore({
  folder,
  now: () => second * 1000,
  blockRangeMs: 60_000,
  segmentBytes: 20_000,
  tiers:
    tiers === 'raw'
      ? { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity }
      : { rawMs: 60_000, minuteMs: 600_000, keepMs: Infinity },
});
const counters = Array.from({ length: Number(series) }, (_, s) => Labels.from({ __name__: 'n_total', s: `${s}` }));
for (; ; second++) {
  const appender = store.appender();
  for (const labels of counters) appender.append(labels, second * 1000, second);
  await appender.commit();
  process.stdout.write(`${second}\n`);
  if (second % 20 === 0) await store.maintain();
}
