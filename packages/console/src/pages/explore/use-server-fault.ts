import { useMemo } from 'react';
import type { Question } from '../../data/answers.ts';
import { useAnswers } from '../../data/answers.ts';
import type { ServerFault } from './create-editor.ts';
import { placeOf } from './fault-place.ts';

/** What the control plane found wrong with a question, where it named the place. It is asked once for all who ask. */
export function useServerFault(question: Question): ServerFault | undefined {
  const [reading] = useAnswers([question], question.expr !== '');
  const message = reading?.failure?.message;
  const { expr } = question;
  return useMemo(() => {
    const place = message === undefined ? undefined : placeOf(message);
    return place && { ...place, expr };
  }, [message, expr]);
}
