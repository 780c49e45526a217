import type { VectorSelector } from '../ast/index.ts';
import { Labels } from '../labels/index.ts';
import { parseNumber } from '../literals/index.ts';
import { parse } from '../parse/index.ts';

/** undefined: no sample; `stale`: the series ends here. */
export type StepValue = number | 'stale' | undefined;

/** A series as a line of a script: what it is called, and one value a step. */
export interface SeriesLine {
  readonly labels: Labels;
  readonly values: readonly StepValue[];
}

/** `requests{job="a"} 1 2 _ stale 0+10x5`: a metric, then values. */
export function parseSeriesLine(line: string): SeriesLine {
  const end = endOfMetric(line);
  const words = line.slice(end).trim().split(/\s+/).filter(Boolean);
  return { labels: parseMetric(line.slice(0, end).trim()), values: words.flatMap(parseValues) };
}

/** `{}` is the series without labels. */
function parseMetric(text: string): Labels {
  if (text === '{}') return Labels.empty;
  const selector = parse(text) as VectorSelector;
  if (selector.type !== 'vector_selector') throw new Error(`not a series: ${text}`);
  return Labels.from(selector.matchers.map(({ name, value }) => [name, value] as const));
}

/** The blank after the name or the closing brace; a blank in a quoted label value is none. */
function endOfMetric(line: string): number {
  const metric = /^\s*[\w:]*\s*(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?/.exec(line);
  return metric?.[0].length ?? 0;
}

/** `_` no sample, `_x3` three times, `stale`, `1x4` one and four more, `1+2x4` rising, `9-3x2` falling; else a number. */
function parseValues(word: string): StepValue[] {
  const gap = /^_(?:x(\d+))?$/.exec(word);
  if (gap) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined);
  if (word === 'stale') return [word];
  const row = /^([+-]?[\d.]+(?:e[+-]?\d+)?|[+-]?Inf|NaN)(?:([+-][\d.]+(?:e[+-]?\d+)?))?x(\d+)$/i.exec(word);
  if (!row) return [numberOf(word)];
  const [, first = '', step = '0', more = '0'] = row;
  return Array.from({ length: Number(more) + 1 }, (_, index) => numberOf(first) + (index && index * Number(step)));
}

export function numberOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const value = parseNumber(text.replace(/^[+-]/, ''));
  if (value === undefined) throw new Error(`not a number: ${text}`);
  return sign * value;
}
