export interface MetricLine {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** Name, type, help and label names of every metric in a scrape; `le` and `quantile` belong to the type. */
export function readMetricText(text: string): MetricLine[] {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  return [...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', help = '']) => {
    return { name, type: types.get(name) ?? 'untyped', labels: labelsOf(name, text), help };
  });
}

function labelsOf(name: string, text: string): string[] {
  const samples = [...text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'))];
  const names = samples.flatMap(([, labels = '']) => [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label));
  return [...new Set(names)].filter((label) => label !== 'le' && label !== 'quantile');
}
