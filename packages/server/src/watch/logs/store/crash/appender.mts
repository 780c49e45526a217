import { systemClock } from '../../../../platform/clock.ts';
import { LogStore } from '../log-store.ts';

/** Appends numbered records until it is killed, and says up to which number the store has written them. */
const [folder = '', from = '0'] = process.argv.slice(2);
const options = { folder, clock: systemClock, retentionMs: 3_600_000, maxBytes: 1e9, segmentBytes: 200_000 };
const store = await LogStore.open(options);
for (let number = Number(from); ; ) {
  const batch = Array.from({ length: 50 }, () => ({
    ...{ timeMs: Date.now(), service: 's', instance: 'i', level: 'info' as const, fields: {} },
    message: `${number++} ${'x'.repeat(number % 200)}`,
  }));
  store.append(batch);
  if (await store.flush()) process.stdout.write(`${number}\n`);
}
