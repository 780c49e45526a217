import { LineError } from './exposition-error.ts';
import { LineParser } from './line-parser.ts';
import { readMilliseconds, readNumber } from './number.ts';
import { isBlank, seriesAt, skipBlanks, withoutEscapes } from './series-text.ts';
import type { ExpositionParser, ExpositionSink } from './sink.ts';

const HASH = 35;
const types = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

/** Prometheus' text format 0.0.4, with quoted names as of 1.0.0. */
export function createTextParser(sink: ExpositionSink): ExpositionParser {
  return new LineParser((text, start, end) => readLine(text, start, end, sink));
}

function readLine(text: string, start: number, end: number, sink: ExpositionSink): void {
  const first = skipBlanks(text, start, end);
  if (first === end) return;
  if (text.charCodeAt(first) === HASH) readComment(text.slice(first, end), sink);
  else readSample(text, first, end, sink);
}

function readSample(text: string, start: number, end: number, sink: ExpositionSink): void {
  const series = seriesAt(text, start, end, sink.expected);
  const seriesEnd = start + series.length;
  const valueAt = skipBlanks(text, seriesEnd, end);
  const valueEnd = endOfToken(text, valueAt, end);
  if (valueAt === valueEnd) throw new LineError('expected a value after the metric, got the end of the line');
  const value = readNumber(text, valueAt, valueEnd);
  const timeAt = skipBlanks(text, valueEnd, end);
  const timeEnd = endOfToken(text, timeAt, end);
  const timestampMs = timeAt === timeEnd ? undefined : readMilliseconds(text.slice(timeAt, timeEnd));
  const restAt = skipBlanks(text, timeEnd, end);
  if (restAt < end) throw new LineError(`expected the end of the line, got "${text.slice(restAt, end)}"`);
  sink.sample(series, value, timestampMs);
}

function endOfToken(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** `# HELP` and `# TYPE` say something; any other comment is for people. */
function readComment(line: string, sink: ExpositionSink): void {
  const [, keyword, metric, text = ''] =
    /^#[ \t]+(HELP|TYPE)(?=[ \t]|$)[ \t]*("(?:\\.|[^"\\])*"|[^ \t]*)[ \t]*(.*)$/.exec(line) ?? [];
  if (keyword === undefined || metric === undefined) return;
  const name = metric.startsWith('"') ? withoutEscapes(metric.slice(1, -1)) : metric;
  if (name === '') throw new LineError(`expected the name of a metric after ${keyword}`);
  if (keyword === 'TYPE' && !types.has(text.trimEnd())) throw new LineError(`"${text}" is no type of a metric`);
  if (keyword === 'TYPE') sink.metadata?.('type', name, text.trimEnd());
  else sink.metadata?.('help', name, withoutEscapes(text));
}
