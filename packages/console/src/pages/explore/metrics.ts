import type { PrometheusAnswer } from '@seaworthy/api/caller';

/** A metric as it is said to be by whoever shows it. */
export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly help: string }[]>>;

/** By name; the three kinds of series of a histogram are one metric. */
export function metricsOf(names: PrometheusAnswer, metadata: PrometheusAnswer): readonly Metric[] {
  const known = metadata.data as Metadata;
  const found = new Map<string, Metric>();
  for (const name of names.data as readonly string[]) {
    const family = name.replace(/_(bucket|sum|count)$/, '');
    const shown = known[name] === undefined && hasParts(known[family]?.[0]?.type) ? family : name;
    const { type = 'unknown', help = '' } = known[shown]?.[0] ?? {};
    found.set(shown, { name: shown, type, help });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function hasParts(type: string | undefined): boolean {
  return type === 'histogram' || type === 'summary';
}

/** What one most likely wants to know of it. */
export function questionAbout({ name, type }: Metric): string {
  switch (type) {
    case 'counter':
      return `rate(${name}[5m])`;
    case 'histogram':
      return `histogram_quantile(0.95, sum by (le) (rate(${name}_bucket[5m])))`;
    case 'summary':
      return `rate(${name}_sum[5m]) / rate(${name}_count[5m])`;
    default:
      return name;
  }
}
