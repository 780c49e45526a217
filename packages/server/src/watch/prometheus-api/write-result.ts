import type { Labels, MatrixSeries, Result, VectorSample } from '@seaworthy/promql';
import { formatNumber } from '@seaworthy/promql';
import { goNumber, goSeconds } from './go-numbers.ts';

/** Samples that are written as one piece. */
const PIECE_SAMPLES = 1_000;
/** More than the points that a range may have. */
const REMEMBERED_TIMES = 12_000;

/** `{"resultType": ..., "result": ...}`, piece by piece. */
export function* writeResult(result: Result, limit = Infinity): Generator<string> {
  yield `{"resultType":"${result.type}","result":`;
  yield* writeData(result, limit);
  yield '}';
}

/** Whether an answer has more series than are wanted; a number or a text is never cut. */
export function exceeds(result: Result, limit: number): boolean {
  if (result.type === 'vector') return result.samples.length > limit;
  return result.type === 'matrix' && result.series.length > limit;
}

export function* writeList<T>(items: Iterable<T>, write: (item: T) => string | Iterable<string>): Generator<string> {
  let separator = '[';
  for (const item of items) {
    yield separator;
    const written = write(item);
    if (typeof written === 'string') yield written;
    else yield* written;
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

export function writeLabels(labels: Labels): string {
  const pairs = labels.names.map(
    (name, index) => `${JSON.stringify(name)}:${JSON.stringify(labels.values[index] ?? '')}`,
  );
  return `{${pairs.join(',')}}`;
}

function* writeData(result: Result, limit: number): Generator<string> {
  switch (result.type) {
    case 'vector':
      return yield* writeList(upTo(result.samples, limit), writeSample);
    case 'matrix':
      return yield* writeList(upTo(result.series, limit), seriesWriter());
    case 'scalar':
      // Of all numbers, these alone are written without an exponent.
      return yield `[${goSeconds(result.timestampMs)},"${formatNumber(result.value)}"]`;
    case 'string':
      return yield `[${goSeconds(result.timestampMs)},${JSON.stringify(result.value)}]`;
  }
}

function upTo<T>(items: readonly T[], limit: number): readonly T[] {
  return items.length > limit ? items.slice(0, limit) : items;
}

function writeSample({ labels, timestampMs, value }: VectorSample): string {
  return `{"metric":${writeLabels(labels)},"value":[${goSeconds(timestampMs)},"${goNumber(value)}"]}`;
}

/** Series mostly have the same timestamps: each is written out once, as far as there is room to remember it. */
function seriesWriter(): (series: MatrixSeries) => Generator<string> {
  const written = new Map<number, string>();
  const secondsOf = (timestampMs: number) => {
    const known = written.get(timestampMs);
    if (known !== undefined) return known;
    const text = goSeconds(timestampMs);
    if (written.size < REMEMBERED_TIMES) written.set(timestampMs, text);
    return text;
  };
  return (series) => writeSeries(series, secondsOf);
}

function* writeSeries(
  { labels, timestamps, values }: MatrixSeries,
  secondsOf: (timestampMs: number) => string,
): Generator<string> {
  yield `{"metric":${writeLabels(labels)},"values":[`;
  for (let from = 0; from < values.length; from += PIECE_SAMPLES) {
    const until = Math.min(values.length, from + PIECE_SAMPLES);
    let piece = '';
    for (let at = from; at < until; at++) {
      piece += `${at === 0 ? '' : ','}[${secondsOf(timestamps[at] ?? 0)},"${goNumber(values[at] ?? Number.NaN)}"]`;
    }
    yield piece;
  }
  yield ']}';
}
