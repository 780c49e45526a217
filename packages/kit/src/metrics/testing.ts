import type { Sample } from './metric.ts';

export interface Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
  /** The value of the one series with these labels; undefined when there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

const number = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?Inf|NaN|Nan)$/i;

/**
 * Reads Prometheus' text format 0.0.4, and throws on everything it does not allow: a sample without a type, a type
 * after its samples or twice, a series twice, a malformed line.
 */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    if (line.startsWith('# TYPE ')) readType(line, types);
    else samples.push(readSample(line, types, seen));
  }
  return {
    types,
    samples,
    value: (name, labels = {}) => samples.find((sample) => sample.name === name && hasLabels(sample, labels))?.value,
  };
}

function readType(line: string, types: Map<string, string>): void {
  const [, name, type] = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line) ?? [];
  if (name === undefined || type === undefined) throw new Error(`no type line: ${line}`);
  if (types.has(name)) throw new Error(`a second type of ${name}`);
  types.set(name, type);
}

function readSample(line: string, types: ReadonlyMap<string, string>, seen: Set<string>): Sample {
  const [, name, , labelText = '', value] = /^([a-zA-Z_:][\w:]*)(\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined || !number.test(value)) throw new Error(`no sample: ${line}`);
  const family = name.replace(/_(?:bucket|sum|count)$/, '');
  if (!types.has(name) && types.get(family) !== 'histogram') throw new Error(`a sample without a type: ${line}`);
  const labels = readLabels(labelText);
  const series = JSON.stringify([name, Object.entries(labels).toSorted()]);
  if (seen.has(series)) throw new Error(`a series twice: ${line}`);
  seen.add(series);
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

function readLabels(text: string): Record<string, string> {
  const pair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
  const labels: Record<string, string> = {};
  while (pair.lastIndex < text.length) {
    const [, name, value] = pair.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no labels: ${text}`);
    if (name in labels) throw new Error(`a label twice: ${text}`);
    labels[name] = value.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

function hasLabels(sample: Sample, wanted: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(sample.labels);
  return names.length === Object.keys(wanted).length && names.every((name) => sample.labels[name] === wanted[name]);
}
