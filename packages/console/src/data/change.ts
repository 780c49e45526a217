import type { Approval } from '@seaworthy/api';
import type { CallInput, CallOutput } from '@seaworthy/api/caller';
import { ApprovalNeededError } from '@seaworthy/api/caller';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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

/** How a change stands, whatever it is a change of. */
export interface ChangeState {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Nothing is wrong, and nothing was changed: a second person has to approve it. */
  readonly held: Held | undefined;
}

export interface Held {
  readonly approval: Approval;
  /** Makes the same change now, without the second person, for this reason; the failure of it is that of the change. */
  actAtOnce(reason: string): void;
}

export interface Change<N extends ConsoleRoute> extends ChangeState {
  /** Never throws: undefined when it failed, and `failure` says why. */
  run(input: CallInput<N>): Promise<CallOutput<N> | undefined>;
  /** Forgets the failure: the form is opened again. */
  reset(): void;
}

/** What is asked, and, in an emergency, why it does not wait for a second person. */
interface Asked<N extends ConsoleRoute> {
  readonly input: CallInput<N>;
  readonly breakGlass?: string;
}

/** A change of something, made once under a key of its own. */
export function useChange<N extends ConsoleRoute>(name: N, options: ChangeOptions<N> = {}): Change<N> {
  const client = useClient();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<Asked<N> & { readonly approval: Approval }>();
  const { invalidates = [], onDone } = options;
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: ({ input, ...more }: Asked<N>) => client.call(name, input, { ...more, idempotencyKey: newKey() }),
    onSuccess: (output, { input }) => onDone?.(output, input),
    onError: (failed, asked) => {
      if (failed instanceof ApprovalNeededError) setWaiting({ ...asked, approval: failed.approval });
    },
    // Also after a failure: who changed it meanwhile is why it failed.
    onSettled: () => refresh(queries, invalidates),
  });
  const ask = (asked: Asked<N>) => mutateAsync(asked).catch(() => undefined);
  return {
    run: (input) => ask({ input }),
    isBusy: isPending,
    failure: error === null ? undefined : failureOf(error),
    held: waiting && {
      approval: waiting.approval,
      actAtOnce: (breakGlass) => void ask({ input: waiting.input, breakGlass }),
    },
    reset: () => {
      setWaiting(undefined);
      reset();
    },
  };
}

/** A key under which a change is made once; also on a page that came over plain HTTP, where randomUUID is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
