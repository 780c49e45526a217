import { Annotations } from '../answer/annotations.ts';
import { executionError } from '../answer/query-error.ts';
import type { Result, ResultData } from '../answer/result.ts';
import type { Expr } from '../ast/index.ts';
import { documentedType, valueType } from '../ast/index.ts';
import { parse } from '../parse/index.ts';
import type { Querier } from '../storage/port.ts';
import { asInstant, asRange, instantMatrix } from './answers.ts';
import { Budget } from './budget.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import type { EngineOptions } from './options.ts';
import { DEFAULTS } from './options.ts';
import type { Steps } from './steps.ts';
import { oneStep, stepsBetween } from './steps.ts';

export interface QueryOptions {
  /** Cancels the query. */
  readonly signal?: AbortSignal | undefined;
  /** A shorter timeout than the engine's, for this query. */
  readonly timeoutMs?: number | undefined;
  readonly lookbackMs?: number | undefined;
}

/** Answers queries from any store. Both methods throw ParseError or QueryError, whose messages are for the query's author. */
export interface Engine {
  instant(storage: Querier, query: string | Expr, timeMs: number, options?: QueryOptions): Promise<Result>;
  /** At start, start + step, ... up to end. */
  range(
    storage: Querier,
    query: string | Expr,
    startMs: number,
    endMs: number,
    stepMs: number,
    options?: QueryOptions,
  ): Promise<Result>;
}

export function createEngine(options: EngineOptions = {}): Engine {
  return {
    async instant(storage, query, timeMs, queryOptions = {}) {
      const steps = oneStep(timeMs);
      const expr = parsed(query);
      const run = begin(storage, query, { startMs: timeMs, endMs: timeMs }, options, queryOptions);
      const type = valueType(expr);
      if (type === 'matrix') return finish(run, await instantMatrix(expr, steps, run));
      return finish(run, asInstant(await run.evaluate(expr, steps), timeMs));
    },
    async range(storage, query, startMs, endMs, stepMs, queryOptions = {}) {
      const steps = rangeSteps(startMs, endMs, stepMs);
      const expr = parsed(query);
      refuseUnlessPlottable(expr);
      const run = begin(storage, query, { startMs, endMs }, options, queryOptions);
      return finish(run, await asRange(await run.evaluate(expr, steps), steps, run.budget));
    },
  };
}

function parsed(query: string | Expr): Expr {
  return typeof query === 'string' ? parse(query) : query;
}

function rangeSteps(startMs: number, endMs: number, stepMs: number): Steps {
  if (!(stepMs > 0))
    throw executionError('zero or negative query resolution step widths are not accepted. Try a positive one');
  if (endMs < startMs) throw executionError('end timestamp must not be before start time');
  return stepsBetween(startMs, endMs, stepMs);
}

function refuseUnlessPlottable(expr: Expr): void {
  const type = valueType(expr);
  if (type === 'scalar' || type === 'vector') return;
  throw executionError(
    `invalid expression type "${documentedType(type)}" for range query, must be Scalar or instant Vector`,
  );
}

function begin(
  storage: Querier,
  query: string | Expr,
  ends: { readonly startMs: number; readonly endMs: number },
  options: EngineOptions,
  perQuery: QueryOptions,
): Evaluation {
  const timeoutMs = Math.min(options.timeoutMs ?? DEFAULTS.timeoutMs, perQuery.timeoutMs ?? Infinity);
  const evaluation: Evaluation = {
    querier: storage,
    queryStartMs: ends.startMs,
    queryEndMs: ends.endMs,
    lookbackMs: perQuery.lookbackMs ?? options.lookbackMs ?? DEFAULTS.lookbackMs,
    defaultSubqueryStepMs: options.defaultSubqueryStepMs ?? DEFAULTS.defaultSubqueryStepMs,
    budget: new Budget({
      maxSamples: options.maxSamples ?? DEFAULTS.maxSamples,
      timeoutMs,
      signal: perQuery.signal,
      monotonicMs: options.monotonicMs ?? (() => performance.now()),
    }),
    annotations: new Annotations(typeof query === 'string' ? query : ''),
    evaluate: (expr, at) => evaluate(expr, at, evaluation),
  };
  evaluation.budget.check();
  return evaluation;
}

function finish({ annotations, budget }: Evaluation, data: ResultData): Result {
  budget.check();
  return { ...data, warnings: annotations.warnings, infos: annotations.infos };
}
