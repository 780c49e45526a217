import promClient from 'prom-client';
import type { Gauge, GaugeDefinition } from './instruments.ts';
import { readRecording } from './labels.ts';
import type { Instruments } from './registration.ts';
import { registration } from './registration.ts';

export function createGauge<L extends string>(instruments: Instruments, definition: GaugeDefinition<L>): Gauge<L> {
  const names = definition.labelNames ?? [];
  const limit = instruments.limitSeries(definition.name);
  const gauge = new promClient.Gauge({ ...registration(instruments, definition), collect });

  const self: Gauge<L> = {
    set(...args) {
      const { labels, value = Number.NaN } = readRecording(names, args);
      if (limit.admits(labels)) gauge.set(labels, value);
    },
    inc(...args) {
      const { labels, value = 1 } = readRecording(names, args);
      if (limit.admits(labels)) gauge.inc(labels, value);
    },
    dec(...args) {
      const { labels, value = 1 } = readRecording(names, args);
      if (limit.admits(labels)) gauge.dec(labels, value);
    },
    remove(...args) {
      const { labels } = readRecording(names, args);
      limit.forget(labels);
      gauge.remove(labels);
    },
    clear() {
      limit.clear();
      gauge.reset();
      if (names.length === 0) gauge.remove();
    },
  };
  // prom-client starts a gauge without labels at 0; before it was set there is nothing to tell.
  self.clear();
  return self;

  async function collect(): Promise<void> {
    try {
      await definition.collect?.(self);
    } catch {
      self.clear();
    }
  }
}
