import { Labels, METRIC_NAME } from '../labels/index.ts';

/** Which labels make two series belong together: those named, or all but those named and the metric's name. */
export interface Grouping {
  readonly by: boolean;
  readonly labels: readonly string[];
}

export interface Grouper {
  /** Equal for series that belong together. */
  key(labels: Labels): string;
  /** The labels that such series share. */
  labels(labels: Labels): Labels;
}

export function grouper({ by, labels }: Grouping): Grouper {
  if (by && labels.length === 0) return { key: () => '', labels: () => Labels.empty };
  if (by) return groupBy([...new Set(labels)]);
  const left = new Set([...labels, METRIC_NAME]);
  return { key: (each) => each.without(left).key, labels: (each) => each.without(left) };
}

function groupBy(names: readonly string[]): Grouper {
  const kept = new Set(names);
  return {
    key: (labels) => names.map((name) => lengthAndText(labels.get(name))).join(''),
    labels: (labels) => labels.keep(kept),
  };
}

/** With its length in front no value can pass for two. */
function lengthAndText(text: string): string {
  return `${text.length}:${text}`;
}
