import { ApiError } from '@seaworthy/api/caller';
import { useCallback, useState } from 'react';
import { messageOf } from '../live/live.ts';

export interface Failure {
  readonly message: string;
  readonly hint: string;
}

export interface Action {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  start(): void;
}

/** Something that a button does: once at a time, and its failure is kept to be shown. */
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

export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return { message: error.message, hint: error.hint };
  return { message: messageOf(error), hint: 'Try again in a moment.' };
}

/** A key under which a change is made once; also on a page that came over plain HTTP, where randomUUID is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
