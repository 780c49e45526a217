import type { ReactNode } from 'react';
import type { Reading } from '../data/query.ts';
import { FailureCard, StaleNote } from './failure.tsx';
import { SkeletonRows } from './skeleton.tsx';

export interface LoadedProps<T> {
  readonly reading: Reading<T>;
  /** At the size of what comes; five rows by default. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Draws what was read; or that it is on its way, why it is not there, or that what is there may be old. */
export function Loaded<T>({ reading: { data, failure, readAgain }, skeleton, children }: LoadedProps<T>) {
  if (data === undefined) {
    if (failure) return <FailureCard failure={failure} onRetry={readAgain} />;
    return skeleton ?? <SkeletonRows />;
  }
  return (
    <>
      {failure && <StaleNote failure={failure} onRetry={readAgain} />}
      {children(data)}
    </>
  );
}
