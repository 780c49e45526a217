import type { Label } from './exposition.ts';
import type { MetricDefinition, Sample } from './metric.ts';
import type { LabelValues } from './series-table.ts';
import { SeriesTable } from './series-table.ts';

/** A metric as a scrape sees it. */
export interface Registered {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly definition: MetricDefinition<string>;
  /** One recording by somebody who knows the name alone. */
  readonly record: (labels: LabelValues, value: number) => void;
  /** Brings it up to date; never rejects. */
  readonly collect?: () => Promise<void>;
  /** The lines of its samples. */
  readonly text: () => string;
  readonly samples: () => readonly Sample[];
}

/** What each kind of metric is made with. */
export interface Instruments {
  readonly register: (metric: Registered) => void;
  readonly commonLabels: readonly Label[];
  /** 0: nothing is recorded, and nothing said about it. */
  readonly limit: number;
  readonly onDropped: (metric: string, labels: LabelValues) => void;
}

const metricName = /^[a-zA-Z_:][\w:]*$/;
const labelName = /^(?!__)[a-zA-Z_]\w*$/;

/** The table of a metric's series. Throws on a definition that a scrape, or promtool, would refuse. */
export function seriesTable<V>(
  { commonLabels, limit, onDropped }: Instruments,
  { name, help, labelNames = [] }: MetricDefinition<string>,
  create: () => V,
): SeriesTable<V> {
  if (!metricName.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a metric`);
  if (help.trim() === '') throw new TypeError(`metric ${name} needs a help text`);
  const wrong = labelNames.find((label) => !labelName.test(label));
  if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong)} is no name of a label, in metric ${name}`);
  return new SeriesTable({
    labelNames,
    commonLabels,
    limit,
    create,
    onDropped: (labels) => onDropped(name, labels),
  });
}
