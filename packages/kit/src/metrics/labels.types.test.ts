import { expectTypeOf, it } from 'vitest';
import { createMetrics } from './metrics.ts';

/** What the compiler must refuse: this file is checked with the others, and an error that does not come is an error. */
it('the names of labels are checked by the compiler', () => {
  const { counter, gauge, histogram, timer, rolling } = createMetrics();
  const presses = counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source', 'door'] });
  presses.inc({ source: 'web', door: 1 });
  presses.inc({ source: 'web', door: 'front' }, 2);
  // @ts-expect-error a label is missing
  presses.inc({ source: 'web' });
  // @ts-expect-error a label that it does not have
  presses.inc({ source: 'web', door: 1, other: 'x' });
  // @ts-expect-error a misspelled label
  presses.inc({ sorce: 'web', door: 1 });
  // @ts-expect-error it has labels
  presses.inc();
  // @ts-expect-error a label is a text or a number
  presses.inc({ source: true, door: 1 });

  const size = gauge({ name: 'queue_size', help: 'Size.' });
  size.set(3);
  size.set({}, 3);
  // @ts-expect-error it has no labels
  size.set({ queue: 'x' }, 3);
  // @ts-expect-error a gauge is set to something
  size.set();

  const seconds = histogram({ name: 'seconds', help: 'Time.', labelNames: ['stage'] });
  seconds.observe({ stage: 'detect' }, 0.1);
  // @ts-expect-error no value
  seconds.observe({ stage: 'detect' });
  const watch = timer({ name: 'watch_seconds', help: 'Time.', labelNames: ['stage', 'result'] });
  watch.start({ stage: 'detect' })({ result: 'ok' });
  // @ts-expect-error a label that it does not have
  watch.start({ other: 'x' });
  expectTypeOf(watch.time({ stage: 'a', result: 'b' }, () => 'text')).toEqualTypeOf<string>();

  const recent = rolling({ name: 'recent_seconds', help: 'Time.', labelNames: ['stage'] });
  recent.observe({ stage: 'detect' }, 1);
  // @ts-expect-error a label is missing
  recent.observe(1);
});
