import { createCounter } from './counter.ts';
import type { DroppedSeries } from './dropped-series.ts';
import { expositionType, headerText } from './exposition.ts';
import { createGauge } from './gauge.ts';
import { createHistogram } from './histogram.ts';
import type { Counter, Metrics } from './instruments.ts';
import type { Instruments, Registered } from './registration.ts';
import { createRolling } from './rolling.ts';
import type { LabelValues } from './series-table.ts';
import { createTimer } from './timer.ts';

export interface MetricsOptions {
  /** Labels of every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Series that one metric may have. Default 1000. */
  readonly cardinalityLimit?: number;
  /** Told once for each metric that reached its limit. */
  readonly onDrop?: (dropped: DroppedSeries) => void;
  readonly monotonicMs?: () => number;
  /** Default true. False makes every recording do nothing. */
  readonly enabled?: boolean;
}

const defaultCardinalityLimit = 1000;

/**
 * The metrics of one application; two of them in a process share nothing. A wrong definition throws at once, a recording
 * never does.
 *
 *     const metrics = createMetrics();
 *     const presses = metrics.counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source'] });
 *     presses.inc({ source: 'web' });
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registered = new Map<string, Registered>();
  const instruments = instrumentsFor(registered, options);
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const { enabled: isEnabled = true } = options;
  return {
    isEnabled,
    counter: (definition) => createCounter(instruments, definition),
    gauge: (definition) => createGauge(instruments, definition),
    histogram: (definition) => createHistogram(instruments, definition),
    timer: (definition) => createTimer(createHistogram(instruments, definition), monotonicMs),
    rolling: (definition) => createRolling(instruments, definition, monotonicMs),
    record: (name, value, labels = {}) => {
      const metric = registered.get(name);
      if (metric === undefined) instruments.onUnknown();
      else metric.record(labels as LabelValues, Number(value));
    },
    render: () => (isEnabled ? render(registered.values()) : Promise.resolve('')),
    contentType: expositionType,
    get: async (name) => {
      if (isEnabled) await registered.get(name)?.collect?.();
      return registered.get(name)?.samples() ?? [];
    },
  };
}

function instrumentsFor(
  registered: Map<string, Registered>,
  options: MetricsOptions,
): Instruments & { onUnknown(): void } {
  const { enabled = true, cardinalityLimit = defaultCardinalityLimit } = options;
  const limit = enabled ? cardinalityLimit : 0;
  const told = new Set<string>();
  const instruments: Instruments = {
    commonLabels: Object.entries(options.labels ?? {}),
    limit,
    register(metric) {
      const { name } = metric.definition;
      if (registered.has(name)) throw new TypeError(`metric ${name} is defined twice`);
      registered.set(name, metric);
    },
    onDropped(metric, labels) {
      if (!enabled) return;
      droppedTotal.inc({ metric });
      if (told.has(metric)) return;
      told.add(metric);
      options.onDrop?.({ metric, labels, limit });
    },
  };
  const droppedTotal = createDroppedTotal({ ...instruments, limit: enabled ? Number.POSITIVE_INFINITY : 0 });
  let unknownTotal: Counter<never> | undefined;
  // Defined with the first: a service that records by the names it defined has no use for it.
  const onUnknown = () => {
    unknownTotal ??= createCounter(instruments, {
      name: 'metrics_unknown_recordings_total',
      help: 'Recordings by a name that no metric has.',
    });
    unknownTotal.inc();
  };
  return { ...instruments, onUnknown };
}

function createDroppedTotal(instruments: Instruments): Counter<'metric'> {
  return createCounter(instruments, {
    name: 'metrics_series_dropped_total',
    help: 'Recordings that were dropped because their metric had reached its limit of series.',
    labelNames: ['metric'],
  });
}

/** All are brought up to date before the first is written: one reading may fill several. */
async function render(registered: Iterable<Registered>): Promise<string> {
  const metrics = [...registered];
  await Promise.all(metrics.map((metric) => metric.collect?.()));
  let text = '';
  for (const { type, definition, text: lines } of metrics) {
    text += headerText(definition.name, definition.help, type) + lines();
  }
  return text;
}
