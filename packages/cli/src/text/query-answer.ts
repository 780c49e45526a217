import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatDuration } from './duration.ts';
import { sparkline } from './sparkline.ts';

type Point = readonly [seconds: number, value: string];
export type Metric = Readonly<Record<string, string>>;

/** What Prometheus' API answers to a query. */
export type QueryData =
  | { readonly resultType: 'vector'; readonly result: readonly { readonly metric: Metric; readonly value: Point }[] }
  | {
      readonly resultType: 'matrix';
      readonly result: readonly { readonly metric: Metric; readonly values: readonly Point[] }[];
    }
  | { readonly resultType: 'scalar' | 'string'; readonly result: Point };

export interface AnswerLook {
  readonly style: Style;
  readonly nowMs: number;
  /** Of the terminal; undefined where there is none, and another program may read. */
  readonly width: number | undefined;
  /** When the samples were taken, in milliseconds, by series; as far as it is known. */
  readonly takenMs: ReadonlyMap<string, number>;
  /** Of a range: where every series may have a point. */
  readonly steps: { readonly startMs: number; readonly endMs: number; readonly stepMs: number } | undefined;
}

type Vector = Extract<QueryData, { resultType: 'vector' }>['result'];
type Matrix = Extract<QueryData, { resultType: 'matrix' }>['result'];

const NOTHING = 'No series.';
const MOST_BARS = 60;

export function queryText(data: QueryData, look: AnswerLook): string {
  if (data.resultType === 'vector') return data.result.length === 0 ? NOTHING : vectorTable(data.result, look);
  if (data.resultType !== 'matrix') return data.result[1];
  if (data.result.length === 0) return NOTHING;
  return look.width === undefined || !look.steps ? pointTable(data.result, look) : plots(data.result, look, look.width);
}

/** A series as it is written in a query. */
export function seriesText(metric: Metric): string {
  const pairs = Object.entries(metric).filter(([name]) => name !== '__name__');
  const labels = pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
  return `${metric['__name__'] ?? ''}${labels === '' && metric['__name__'] ? '' : `{${labels}}`}`;
}

function vectorTable(vector: Vector, { style, nowMs, takenMs }: AnswerLook): string {
  const withAge = takenMs.size > 0;
  const age = (metric: Metric) => {
    const ms = takenMs.get(seriesText(metric));
    return ms === undefined ? '-' : formatDuration(Math.max(0, nowMs - ms));
  };
  const head = ['SERIES', 'VALUE', ...(withAge ? ['AGE'] : [])];
  const rows = vector.map(({ metric, value }) => [seriesText(metric), value[1], ...(withAge ? [age(metric)] : [])]);
  return columns([head.map(style.dim), ...rows]);
}

/** A line for each point, for other programs. */
function pointTable(matrix: Matrix, { style }: AnswerLook): string {
  const rows = matrix.flatMap(({ metric, values }) =>
    values.map(([seconds, value]) => [new Date(seconds * 1000).toISOString(), value, seriesText(metric)]),
  );
  return columns([['TIME', 'VALUE', 'SERIES'].map(style.dim), ...rows]);
}

/** A line for each series, with its course. */
function plots(matrix: Matrix, { style, steps }: AnswerLook, width: number): string {
  const { startMs = 0, endMs = 0, stepMs = 1 } = steps ?? {};
  const places = Math.floor((endMs - startMs) / stepMs) + 1;
  const bars = Math.max(10, Math.min(MOST_BARS, places, Math.floor(width / 2)));
  const rows = matrix.map(({ metric, values }) => {
    const course = Array<number | undefined>(places).fill(undefined);
    for (const [seconds, value] of values) course[Math.round((seconds * 1000 - startMs) / stepMs)] = numberOf(value);
    return [sparkline(course, bars), ...extremes(values), seriesText(metric)];
  });
  const period = `${new Date(startMs).toISOString()} to ${new Date(endMs).toISOString()}, step ${formatDuration(stepMs)}`;
  const head = ['COURSE', 'MIN', 'MAX', 'LAST', 'SERIES'];
  return `${columns([head.map(style.dim), ...rows])}\n${style.dim(period)}`;
}

function extremes(values: readonly Point[]): [string, string, string] {
  const sorted = values.map(([, value]) => value).sort((a, b) => numberOf(a) - numberOf(b));
  return [sorted[0] ?? '-', sorted.at(-1) ?? '-', values.at(-1)?.[1] ?? '-'];
}

function numberOf(value: string): number {
  if (value === '+Inf') return Infinity;
  return value === '-Inf' ? -Infinity : Number(value);
}
