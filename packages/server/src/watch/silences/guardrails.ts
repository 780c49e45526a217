import { goQuote } from '../matchers/go-text.ts';
import type { MatcherSyntax } from '../matchers/syntax.ts';
import { isNameIn } from '../matchers/syntax.ts';
import { formatDuration } from '../yaml/duration.ts';
import type { SilenceRequest } from './silence.ts';

/** What a silence must be like, beside what makes sense at all. */
export interface Guardrails {
  readonly syntax: MatcherSyntax;
  readonly maximumMs?: number;
  readonly ownerRequired?: boolean;
  readonly commentRequired?: boolean;
  /** Of those that hold or are to come. */
  readonly maximumCount?: number;
}

/** Why a silence is refused; undefined when it is not. */
export function refusal(request: SilenceRequest, startsAt: number, guardrails: Guardrails): string | undefined {
  const { matchers, endsAt, createdBy, comment } = request;
  const { syntax, maximumMs, ownerRequired = false, commentRequired = false } = guardrails;
  if (matchers.length === 0) return 'invalid silence: at least one matcher required';
  const wrong = matchers.findIndex(({ name }) => !isNameIn(syntax, name));
  if (wrong >= 0) {
    return `invalid silence: invalid label matcher ${wrong}: invalid label name ${goQuote(matchers[wrong]?.name ?? '')}`;
  }
  if (matchers.every(({ matches }) => matches(''))) {
    return 'invalid silence: at least one matcher must not match the empty string';
  }
  if (endsAt < startsAt) return 'invalid silence: end time must not be before start time';
  if (ownerRequired && createdBy.trim() === '')
    return 'invalid silence: it needs an owner. Say in createdBy who answers for it.';
  if (commentRequired && comment.trim() === '') return 'invalid silence: it needs a comment. Say why.';
  if (maximumMs !== undefined && endsAt - startsAt > maximumMs) {
    return `invalid silence: it may last ${formatDuration(maximumMs)} at most. End it earlier, and lengthen it when that is needed.`;
  }
  return undefined;
}
