import type { Registry } from 'prom-client';
import type { SeriesLimit } from './cardinality.ts';
import type { MetricDefinition } from './instruments.ts';

/** What each kind of metric is made with. */
export interface Instruments {
  readonly registry: Registry;
  readonly limitSeries: (metric: string) => SeriesLimit;
}

/** The part of a definition that prom-client takes, checked early: promtool refuses a metric without help. */
export function registration(instruments: Instruments, definition: MetricDefinition<string>) {
  if (definition.help.trim() === '') throw new TypeError(`metric ${definition.name} needs a help text`);
  return {
    name: definition.name,
    help: definition.help,
    labelNames: [...(definition.labelNames ?? [])],
    registers: [instruments.registry],
  };
}
