import type { PrometheusAnswer } from '@seaworthy/api/caller';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { ConsoleClient } from './client.ts';
import { useClient } from './client-context.ts';
import { createLimiter } from './limiter.ts';
import type { AlignedSeries } from './matrix.ts';
import { alignedOf } from './matrix.ts';
import type { Reading } from './query.ts';
import { readingOf } from './query.ts';

/** An expression, and the times that it is asked for; in seconds. */
export type Question = InstantQuestion | RangeQuestion;

export interface InstantQuestion {
  readonly kind: 'instant';
  readonly expr: string;
  readonly time: number;
}

export interface RangeQuestion {
  readonly kind: 'range';
  readonly expr: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export interface Answered {
  readonly answer: PrometheusAnswer;
  /** What was asked: may be the question before, while the next one is on its way. */
  readonly question: Question;
  readonly tookMs: number;
}

/** The answer to a question over time, at each of its steps. */
export function alignedAnswer({ answer, question }: Answered): AlignedSeries {
  return question.kind === 'range' ? alignedOf(answer, question) : { times: [], series: [] };
}

/** A browser asks six at a time at most; the page's other questions find room beside these. */
const limit = createLimiter(4);
/** The control plane says that it took too long before this page gives up. */
const timeout = '18s';

/** Asks each, few at a time; what was answered before is shown until the next answer is there. */
export function useAnswers(questions: readonly Question[], isEnabled = true): readonly Reading<Answered>[] {
  const client = useClient();
  const results = useQueries({
    queries: questions.map((question) => ({
      queryKey: ['answer', question],
      queryFn: ({ signal }: { signal: AbortSignal }) => limit(() => ask(client, question, signal), signal),
      enabled: isEnabled,
      placeholderData: keepPreviousData<Answered>,
      // Each moment is another question: old ones are of no use, and comparing long answers takes longer than to draw.
      gcTime: 60_000,
      structuralSharing: false,
    })),
  });
  return results.map(readingOf);
}

async function ask(client: ConsoleClient, question: Question, signal: AbortSignal): Promise<Answered> {
  const { kind, expr } = question;
  const startedMs = performance.now();
  const answer =
    kind === 'instant'
      ? await client.prometheus('/query', { query: expr, time: String(question.time), timeout }, { signal })
      : await client.prometheus('/query_range', { query: expr, ...rangeParameters(question), timeout }, { signal });
  return { answer, question, tookMs: performance.now() - startedMs };
}

function rangeParameters({ start, end, step }: RangeQuestion) {
  return { start: String(start), end: String(end), step: String(step) };
}
