import { METRIC_NAME } from '@seaworthy/promql';
import { LineError } from './exposition-error.ts';

const QUOTE = 34;
const COMMA = 44;
const EQUALS = 61;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const SPACE = 32;
const TAB = 9;
/** Names that need no quotes. */
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Pairs of a series in the order in which they are written, the metric's name as the label `__name__` first. */
export type Pairs = readonly (readonly [string, string])[];

/**
 * The text of the series that begins at `start`, up to its closing brace, or its bare name; `readSeries` checks what lies
 * between. What begins with an expected text that ends in a brace is that series: no longer text can be one.
 */
export function seriesAt(text: string, start: number, end: number, expected: string | undefined): string {
  // Comparing texts is several times faster than `startsWith`.
  if (expected?.endsWith('}') && text.slice(start, start + expected.length) === expected) return expected;
  return text.slice(start, endOfSeries(text, start, end));
}

/** Knows quotes, and nothing else. */
function endOfSeries(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== OPEN) at++;
  const brace = skipBlanks(text, at, end);
  return text.charCodeAt(brace) === OPEN && brace < end ? endOfBraces(text, brace, end) : at;
}

/** Behind the brace that closes the one at `open`. */
export function endOfBraces(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === CLOSE) return at + 1;
    if (code === QUOTE) at = endOfQuotes(text, at, end) - 1;
  }
  throw new LineError('the labels are not closed: expected "}"');
}

function endOfQuotes(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  throw new LineError("a quoted text is not closed: expected '\"'");
}

export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Takes the text of a series apart: `up`, `up{job="api"}`, `{"a name",job="api"}`. Throws LineError. */
export function readSeries(text: string): Pairs {
  const brace = text.indexOf('{');
  const name = (brace < 0 ? text : text.slice(0, brace)).trimEnd();
  if (brace < 0) return [[METRIC_NAME, checkedMetricName(name)]];
  const reader = new LabelReader(text, brace + 1);
  const inside = reader.read();
  const quoted = inside.filter(([label]) => label === METRIC_NAME);
  if (quoted.length + (name === '' ? 0 : 1) > 1) throw new LineError('the metric has two names');
  const pairs = name === '' ? inside : [[METRIC_NAME, checkedMetricName(name)] as const, ...inside];
  if (name === '' && quoted.length === 0) throw new LineError('the metric has no name');
  refuseTwins(pairs);
  return pairs;
}

/** Labels in braces that have no metric's name: those of an exemplar. */
export function readLabels(text: string): Pairs {
  const pairs = new LabelReader(text, 1).read();
  if (pairs.some(([name]) => name === METRIC_NAME)) throw new LineError('an exemplar has no name');
  refuseTwins(pairs);
  return pairs;
}

/** Few labels: comparing each with each is faster than a set. */
function refuseTwins(pairs: Pairs): void {
  for (let index = 1; index < pairs.length; index++) {
    const name = pairs[index]?.[0];
    for (let other = 0; other < index; other++) {
      if (pairs[other]?.[0] === name) throw new LineError(`the label "${name}" is there twice`);
    }
  }
}

function endsName(code: number): boolean {
  return code === EQUALS || code === COMMA || code === QUOTE || code === OPEN || code === CLOSE || isBlank(code);
}

function checkedMetricName(name: string): string {
  if (METRIC.test(name)) return name;
  throw new LineError(name === '' ? 'expected the name of a metric' : `"${name}" is no name of a metric`);
}

/** Reads `a="b", "c d"="e"}` from behind the opening brace. */
class LabelReader {
  #at: number;

  constructor(
    readonly text: string,
    start: number,
  ) {
    this.#at = start;
  }

  read(): [string, string][] {
    const pairs: [string, string][] = [];
    for (;;) {
      this.#skip();
      if (this.#code() === CLOSE) return pairs;
      pairs.push(this.#pair());
      this.#skip();
      if (this.#code() === COMMA) this.#at++;
      else if (this.#code() !== CLOSE) throw new LineError(`expected "," or "}" after a label, got ${this.#rest()}`);
    }
  }

  /** A quoted text that stands alone is the metric's name. */
  #pair(): [string, string] {
    const isQuoted = this.#code() === QUOTE;
    const name = isQuoted ? this.#quoted() : this.#bareName();
    this.#skip();
    if (this.#code() !== EQUALS) {
      if (isQuoted && name !== '') return [METRIC_NAME, name];
      throw new LineError(`expected "=" after the label "${name}", got ${this.#rest()}`);
    }
    if (name === METRIC_NAME) throw new LineError('__name__ is written before the braces, or alone in quotes');
    if (name === '') throw new LineError('a label has no name');
    this.#at++;
    this.#skip();
    if (this.#code() !== QUOTE) throw new LineError(`the value of "${name}" is not in quotes, got ${this.#rest()}`);
    return [name, this.#quoted()];
  }

  #bareName(): string {
    const start = this.#at;
    while (this.#at < this.text.length && !endsName(this.#code())) this.#at++;
    const name = this.text.slice(start, this.#at);
    if (!LABEL.test(name)) throw new LineError(`expected the name of a label, got ${this.#rest(start)}`);
    return name;
  }

  #quoted(): string {
    const start = this.#at + 1;
    this.#at = endOfQuotes(this.text, this.#at, this.text.length);
    const raw = this.text.slice(start, this.#at - 1);
    return raw.includes('\\') ? withoutEscapes(raw) : raw;
  }

  #code(): number {
    return this.text.charCodeAt(this.#at);
  }

  #skip(): void {
    this.#at = skipBlanks(this.text, this.#at, this.text.length);
  }

  #rest(start = this.#at): string {
    return JSON.stringify(this.text.slice(start, start + 20));
  }
}

/** `\\`, `\"` and `\n`; any other backslash stands for itself, as in Prometheus. */
export function withoutEscapes(raw: string): string {
  return raw.replace(/\\([\\"n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
