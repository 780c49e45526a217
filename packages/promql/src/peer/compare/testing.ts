import { QueryError } from '../../answer/query-error.ts';
import type { Result } from '../../answer/result.ts';
import type { Expr } from '../../ast/index.ts';
import { ParseError, print, valueType } from '../../ast/index.ts';
import type { Engine } from '../../evaluate/index.ts';
import { Labels } from '../../labels/index.ts';
import { parse } from '../../parse/index.ts';
import { RegexError } from '../../regex/index.ts';
import type { Querier } from '../../storage/port.ts';
import type { Peer, PeerAnswer } from '../prometheus/testing.ts';

/** Off any multiple of the steps that subqueries have: 2.42 takes the left edge of a range in. */
const START_MS = 4_500_131;
const STEP_MS = 75_000;
const END_MS = START_MS + 8 * STEP_MS;

/** Values by series, then by time in milliseconds; or why there are none. */
type Answer = ReadonlyMap<string, ReadonlyMap<number, number>> | string;

export interface Compared {
  /** Points that both had. */
  readonly points: number;
  /** What differs; undefined when nothing does. */
  readonly difference?: string;
}

/** Asks both the same range query. */
export async function compareAnswers(engine: Engine, storage: Querier, peer: Peer, query: string): Promise<Compared> {
  const ours = await asked(() => engine.range(storage, query, START_MS, END_MS, STEP_MS));
  const theirs = answerOf(await peer.range(query, START_MS, END_MS, STEP_MS));
  const points = typeof ours === 'string' ? 0 : [...ours.values()].reduce((sum, { size }) => sum + size, 0);
  const difference = differenceOf(ours, theirs);
  return difference === undefined || isKnown(query, difference) ? { points } : { points, difference };
}

/** What 2.42 answers otherwise than version 3. */
const CHANGED_SINCE: readonly ((expr: Expr, isAligned: boolean) => boolean)[] = [
  // The left edge of a range counts: it shows in subqueries of whole times.
  (expr, isAligned) => expr.type === 'subquery' && (isAligned || expr.at !== undefined),
  // Keeps the metric's name.
  (expr) => expr.type === 'binary' && expr.operator === 'atan2' && valueType(expr) === 'vector',
  // A window that moves although it is fixed, when another argument is not.
  (expr) => expr.type === 'call' && expr.args.length > 1 && print(expr).includes('@'),
  // The offset is forgotten; see the ledger.
  (expr) => isCall(expr, 'timestamp') && print(expr).includes('@'),
  // Of native histograms alone.
  (expr) => isCall(expr, 'histogram_fraction'),
];

/** Whether 2.42 answers such a query as version 3 does. */
export function isComparable(query: string): boolean {
  try {
    return !hasChanged(parse(query), false);
  } catch (error) {
    if (error instanceof ParseError) return true;
    throw error;
  }
}

function hasChanged(expr: Expr, isAligned: boolean): boolean {
  if (CHANGED_SINCE.some((changed) => changed(expr, isAligned))) return true;
  return partsOf(expr).some((part) => hasChanged(part, isAligned || expr.type === 'subquery'));
}

function partsOf(expr: Expr): readonly Expr[] {
  if (expr.type === 'call') return expr.args;
  if (expr.type === 'binary') return [expr.left, expr.right];
  if (expr.type === 'aggregate') return expr.parameter ? [expr.parameter, expr.expr] : [expr.expr];
  return 'expr' in expr ? [expr.expr] : [];
}

function isCall(expr: Expr, name: string): boolean {
  return expr.type === 'call' && expr.function.name === name;
}

/** What differs and may: by the ledger, or by 2.42's age. */
const KNOWN: readonly { readonly query: RegExp; readonly difference: RegExp }[] = [
  { query: /label_|count_values/, difference: /only theirs refuses: invalid (?:source |destination )?label name/ },
  { query: /stddev|stdvar|month|minute|hour|year|day/i, difference: / ours NaN, / },
  { query: /^(?=.*odd).*(?:stddev|stdvar|month|minute|hour|year|day)/is, difference: /ours|theirs/ },
  // The last digit of one decides all digits of the other, or a label.
  { query: /^(?=.*(?:\^|exp|sinh|cosh|ln|log)).*(?:%|sin|cos|tan|\^.*\^)/s, difference: /: ours/ },
  { query: /count_values/, difference: /only (?:ours|theirs) has/ },
  { query: /topk|bottomk/i, difference: /ours|theirs/ },
  { query: /ignoring|on|[=<>]/, difference: /only ours refuses: multiple matches for labels/ },
];

function isKnown(query: string, difference: string): boolean {
  return KNOWN.some((known) => known.query.test(query) && known.difference.test(difference));
}

async function asked(ask: () => Promise<Result>): Promise<Answer> {
  try {
    const result = await ask();
    if (result.type !== 'matrix') return `a ${result.type}`;
    const seriesOf = ({ labels, timestamps, values }: (typeof result.series)[number]) =>
      [labels.key, new Map(Array.from(timestamps, (timeMs, i) => [timeMs, values[i] as number]))] as const;
    return new Map(result.series.map(seriesOf));
  } catch (error) {
    if (error instanceof QueryError || error instanceof ParseError || error instanceof RegexError) return error.message;
    throw error;
  }
}

function answerOf(answer: PeerAnswer): Answer {
  if (answer.status === 'error') return answer.error;
  return new Map(
    answer.data.result.map(({ metric, values }) => [
      Labels.from(metric).key,
      new Map(values.map(([seconds, text]) => [Math.round(seconds * 1000), Number(text.replace('Inf', 'Infinity'))])),
    ]),
  );
}

function differenceOf(ours: Answer, theirs: Answer): string | undefined {
  if (typeof ours === 'string' || typeof theirs === 'string') {
    if (typeof ours === typeof theirs) return undefined;
    return typeof ours === 'string' ? `only ours refuses: ${ours}` : `only theirs refuses: ${String(theirs)}`;
  }
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [own, other] = [ours.get(key), theirs.get(key)];
    if (!own || !other) return `only ${own ? 'ours has' : 'theirs has'} ${key}`;
    for (const timeMs of new Set([...own.keys(), ...other.keys()])) {
      const [a, b] = [own.get(timeMs), other.get(timeMs)];
      if (a === undefined || b === undefined || !isNear(a, b)) return `${key} at ${timeMs}: ours ${a}, theirs ${b}`;
    }
  }
  return undefined;
}

/** The last digits are the ledger's; the sum of large numbers of both signs leaves few. */
function isNear(a: number, b: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 + 1e-7 * Math.max(Math.abs(a), Math.abs(b));
}
