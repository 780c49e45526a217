import { useCallback, useState } from 'react';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';

export interface Action<Given extends readonly unknown[] = []> {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  start(...given: Given): void;
}

/** Something that a button does and that is no change of a route: once at a time, its failure kept to be shown. */
export function useAction<Given extends readonly unknown[] = []>(
  run: (...given: Given) => Promise<unknown>,
): Action<Given> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const start = useCallback(
    (...given: Given) => {
      setBusy(true);
      setFailure(undefined);
      run(...given)
        .catch((error: unknown) => setFailure(failureOf(error)))
        .finally(() => setBusy(false));
    },
    [run],
  );
  return { isBusy, failure, start };
}
