import { useCallback, useState } from 'react';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';

export interface Action {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  start(): void;
}

/** Something that a button does and that is no change of a route: once at a time, its failure kept to be shown. */
export function useAction(run: () => Promise<unknown>): Action {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const start = useCallback(() => {
    setBusy(true);
    setFailure(undefined);
    run()
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  }, [run]);
  return { isBusy, failure, start };
}
