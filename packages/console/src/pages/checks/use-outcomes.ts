import type { Question } from '../../data/answers.ts';
import { useAnswers } from '../../data/answers.ts';
import type { AlignedSeries } from '../../data/matrix.ts';
import { alignedOf } from '../../data/matrix.ts';
import { useNow } from '../../live/use-now.ts';

export interface OutcomeQuestion {
  /** Series of 1 and 0. */
  readonly selector: string;
  /** What one bar covers. */
  readonly stepSeconds: number;
  readonly bars: number;
}

/** For each question the worst within each bar, up to now; undefined until it is known, or while it is not allowed. */
export function useOutcomes(
  questions: readonly OutcomeQuestion[],
  isEnabled: boolean,
): readonly (AlignedSeries | undefined)[] {
  const now = useNow(15_000);
  const asked = questions.map((question) => rangeOf(question, now));
  return useAnswers(asked, isEnabled).map(({ data }) => {
    if (data === undefined || data.question.kind !== 'range') return undefined;
    return alignedOf(data.answer, data.question);
  });
}

function rangeOf(
  { selector, stepSeconds, bars }: OutcomeQuestion,
  nowMs: number,
): Extract<Question, { kind: 'range' }> {
  const end = Math.floor(nowMs / 1000 / stepSeconds) * stepSeconds;
  const expr = `min_over_time(${selector}[${stepSeconds}s])`;
  return { kind: 'range', expr, start: end - (bars - 1) * stepSeconds, end, step: stepSeconds };
}
