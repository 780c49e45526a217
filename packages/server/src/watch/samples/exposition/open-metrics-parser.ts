import { LineError } from './exposition-error.ts';
import { LineParser } from './line-parser.ts';
import { readNumber, readSeconds } from './number.ts';
import { endOfBraces, readLabels, seriesAt, withoutEscapes } from './series-text.ts';
import type { Exemplar, ExpositionParser, ExpositionSink, MetadataKind } from './sink.ts';

const SPACE = 32;
const HASH = 35;
const OPEN = 123;
/** Of all names and values of an exemplar's labels together (OpenMetrics 1.0, "Exemplars"). */
const EXEMPLAR_CHARACTERS = 128;
const types = new Set(['counter', 'gauge', 'histogram', 'gaugehistogram', 'stateset', 'info', 'summary', 'unknown']);
const comment = /^# (?:(EOF)|(HELP|TYPE|UNIT) ("(?:\\.|[^"\\])*"|[^ "]+) (.*))$/;

/** OpenMetrics 1.0 (and 0.0.1): one space between parts, no empty lines, `# EOF` at the end. */
export function createOpenMetricsParser(sink: ExpositionSink): ExpositionParser {
  let isOver = false;
  const readLine = (text: string, start: number, end: number): void => {
    if (isOver) throw new LineError('there is more after # EOF');
    if (start === end) throw new LineError('OpenMetrics has no empty lines');
    if (text.charCodeAt(start) === HASH) isOver = readComment(text.slice(start, end), sink);
    else readSample(text, start, end, sink);
  };
  return new LineParser(readLine, () => {
    if (!isOver) throw new LineError('the page does not end with # EOF');
  });
}

const kinds: Readonly<Record<string, MetadataKind>> = { HELP: 'help', TYPE: 'type', UNIT: 'unit' };
const check: Readonly<Record<MetadataKind, (text: string, metric: string) => string>> = {
  help: withoutEscapes,
  type: checkedType,
  unit: checkedUnit,
};

/** Whether this was the end. */
function readComment(line: string, sink: ExpositionSink): boolean {
  const [, eof, keyword, metric = '', text = ''] = comment.exec(line) ?? [];
  if (eof !== undefined) return true;
  const name = metric.startsWith('"') ? withoutEscapes(metric.slice(1, -1)) : metric;
  const kind = keyword === undefined ? undefined : kinds[keyword];
  if (kind === undefined) throw new LineError('expected # HELP, # TYPE, # UNIT or # EOF');
  const said = check[kind](text, name);
  sink.metadata?.(kind, name, said);
  return false;
}

function checkedType(type: string): string {
  if (types.has(type)) return type;
  throw new LineError(`"${type}" is no type of a metric`);
}

function checkedUnit(unit: string, metric: string): string {
  if (unit === '' || metric.endsWith(`_${unit}`)) return unit;
  throw new LineError(`the metric "${metric}" does not end in its unit "_${unit}"`);
}

function readSample(text: string, start: number, end: number, sink: ExpositionSink): void {
  const series = seriesAt(text, start, end, sink.expected);
  const { value, timestampMs, end: over } = readValue(text, start + series.length, end, 'the metric');
  sink.sample(series, value, timestampMs);
  if (over === end) return;
  const exemplar = readExemplar(text, over, end);
  sink.exemplar?.(exemplar);
}

/** ` <value>` or ` <value> <timestamp>`; ends at the line's end or at ` #`. */
function readValue(text: string, start: number, end: number, after: string) {
  const valueEnd = endOfPart(text, start, end, `a value after ${after}`);
  const value = readNumber(text, start + 1, valueEnd);
  if (valueEnd === end || text.charCodeAt(valueEnd + 1) === HASH)
    return { value, timestampMs: undefined, end: valueEnd };
  const timeEnd = endOfPart(text, valueEnd, end, 'a timestamp after the value');
  return { value, timestampMs: readSeconds(text.slice(valueEnd + 1, timeEnd)), end: timeEnd };
}

/** The end of a part that must begin with exactly one space at `start`. */
function endOfPart(text: string, start: number, end: number, expected: string): number {
  if (start >= end) throw new LineError(`expected ${expected}, got the end of the line`);
  if (text.charCodeAt(start) !== SPACE) throw new LineError(`expected a space, got "${text.slice(start, start + 1)}"`);
  let at = start + 1;
  while (at < end && text.charCodeAt(at) !== SPACE) at++;
  if (at === start + 1)
    throw new LineError(`expected ${expected}, got ${at === end ? 'the end of the line' : 'a space'}`);
  return at;
}

/** ` # {trace_id="…"} 0.5 1520879607.789` */
function readExemplar(text: string, start: number, end: number): Exemplar {
  const open = start + 3;
  if (!text.startsWith(' # ', start) || text.charCodeAt(open) !== OPEN) {
    throw new LineError(`expected the end of the line or an exemplar, got "${text.slice(start + 1, end)}"`);
  }
  const close = endOfBraces(text, open, end);
  const labels = readLabels(text.slice(open, close));
  const length = labels.flat().reduce((sum, part) => sum + [...part].length, 0);
  if (length > EXEMPLAR_CHARACTERS)
    throw new LineError(`the exemplar's labels have ${length} characters of at most 128`);
  const { value, timestampMs, end: over } = readValue(text, close, end, "the exemplar's labels");
  if (over !== end) throw new LineError(`expected the end of the line, got "${text.slice(over, end)}"`);
  return { labels, value, timestampMs };
}
