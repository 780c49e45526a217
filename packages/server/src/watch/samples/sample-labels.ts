import { Labels } from '@seaworthy/promql';
import { LineError } from './exposition/exposition-error.ts';
import { readSeries } from './exposition/series-text.ts';
import type { Target } from './target.ts';

/** From a series as it stands on a target's page to its labels in the store; undefined when relabelling drops it. */
export function sampleLabels(series: string, target: Target): Labels | undefined {
  const labels = new Map<string, string>(readSeries(series));
  if (target.limits.honorLabels) addAbsent(labels, target.labels);
  else addOver(labels, target.labels);
  if (target.metricRelabel !== undefined && !target.metricRelabel(labels)) return undefined;
  const made = Labels.from(labels);
  if (made.metricName === '') throw new LineError('relabelling left a sample without a name');
  return made;
}

/** An empty label on the page means that it wants none of the target's. */
function addAbsent(labels: Map<string, string>, target: Labels): void {
  for (const [name, value] of target) if (!labels.has(name)) labels.set(name, value);
}

/** The target's labels win; what the page had under the same name is kept as `exported_…`. */
function addOver(labels: Map<string, string>, target: Labels): void {
  const displaced: [string, string][] = [];
  for (const [name, value] of target) {
    const exported = labels.get(name);
    if (exported !== undefined && exported !== '') displaced.push([name, exported]);
    labels.set(name, value);
  }
  for (const [name, value] of displaced) labels.set(freeName(name, labels), value);
}

function freeName(name: string, labels: ReadonlyMap<string, string>): string {
  let free = `exported_${name}`;
  while (labels.has(free)) free = `exported_${free}`;
  return free;
}
