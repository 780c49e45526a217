import { parseDuration } from '../literals/index.ts';
import type { SeriesLine } from './series-notation.ts';
import { parseSeriesLine } from './series-notation.ts';

/** A script of data and of queries with the answers they should have; docs: testdata/README.md. */
export type Command = LoadCommand | EvalCommand | { readonly type: 'clear' };

export interface LoadCommand {
  readonly type: 'load';
  readonly stepMs: number;
  readonly series: readonly SeriesLine[];
}

export interface EvalCommand {
  readonly type: 'eval';
  readonly line: number;
  readonly query: string;
  /** startMs equals endMs in an instant query, which has no step. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number | undefined;
  /** The lines below: `expect ...`, series with values, or a number. */
  readonly expectations: readonly string[];
}

/** Commands begin at the left edge; what belongs to them is indented. `#` begins a comment line. */
export function readScript(text: string): Command[] {
  return blocks(text).map(({ head, body, line }) => {
    const [word = ''] = head.split(/\s+/);
    if (word === 'clear') return { type: 'clear' };
    if (word === 'load') return { type: 'load', stepMs: duration(head.slice(5)), series: body.map(parseSeriesLine) };
    if (word === 'eval') return { type: 'eval', line, ...readEval(head), expectations: body };
    throw new Error(`line ${line}: a script has load, eval and clear, not ${word}`);
  });
}

interface Block {
  readonly head: string;
  readonly body: string[];
  readonly line: number;
}

function blocks(text: string): Block[] {
  const found: Block[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (/^\s/.test(line)) found.at(-1)?.body.push(line.trim());
    else found.push({ head: line.trim(), body: [], line: index + 1 });
  }
  return found;
}

function readEval(head: string): Pick<EvalCommand, 'query' | 'startMs' | 'endMs' | 'stepMs'> {
  const instant = /^eval instant at (\S+) (.+)$/.exec(head);
  if (instant) {
    const [, at = '', query = ''] = instant;
    return { query, startMs: duration(at), endMs: duration(at), stepMs: undefined };
  }
  const range = /^eval range from (\S+) to (\S+) step (\S+) (.+)$/.exec(head);
  if (!range) throw new Error(`not a query: ${head}`);
  const [, from = '', to = '', step = '', query = ''] = range;
  return { query, startMs: duration(from), endMs: duration(to), stepMs: duration(step) };
}

function duration(text: string): number {
  const parsed = text.trim() === '0' ? 0 : parseDuration(text.trim());
  if (typeof parsed !== 'number') throw new Error(parsed.problem);
  return parsed;
}
