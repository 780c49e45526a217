import type { CallInput, CallOptions, CallOutput } from '@seaworthy/api/caller';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConsoleRoute } from './addresses.ts';
import { useClient } from './client-context.ts';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';
import { refresh } from './queries.ts';
import type { Topic } from './topics.ts';

export interface ChangeOptions<N extends ConsoleRoute> {
  /** What is read anew once it was made, without waiting for the stream to tell. */
  readonly invalidates?: readonly Topic[];
  readonly onDone?: (output: CallOutput<N>, input: CallInput<N>) => void;
}

export interface Change<N extends ConsoleRoute> {
  /** Never throws: undefined when it failed, and `failure` says why. */
  run(input: CallInput<N>, options?: Pick<CallOptions, 'breakGlass'>): Promise<CallOutput<N> | undefined>;
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Forgets the failure: the form is opened again. */
  reset(): void;
}

/** A change of something, made once under a key of its own. */
export function useChange<N extends ConsoleRoute>(name: N, options: ChangeOptions<N> = {}): Change<N> {
  const client = useClient();
  const queries = useQueryClient();
  const { invalidates = [], onDone } = options;
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: ({ input, more }: { input: CallInput<N>; more: Pick<CallOptions, 'breakGlass'> }) =>
      client.call(name, input, { ...more, idempotencyKey: newKey() }),
    onSuccess: (output, { input }) => onDone?.(output, input),
    // Also after a failure: who changed it meanwhile is why it failed.
    onSettled: () => refresh(queries, invalidates),
  });
  return {
    run: (input, more = {}) => mutateAsync({ input, more }).catch(() => undefined),
    isBusy: isPending,
    failure: error === null ? undefined : failureOf(error),
    reset,
  };
}

/** A key under which a change is made once; also on a page that came over plain HTTP, where randomUUID is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
