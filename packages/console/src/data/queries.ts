import { ApiError } from '@seaworthy/api/caller';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut } from './failure.ts';
import type { Topic } from './topics.ts';
import { topicsOf } from './topics.ts';

/** What was read, by route and input; one for each stay, so that nobody sees what another one read. */
export function createQueries({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The stream says when something changed; reading again on every focus would only make work.
        ...{ staleTime: 30_000, gcTime: 5 * 60_000, refetchOnWindowFocus: false },
        // Whether there is a network is not asked: the control plane may be on this machine.
        networkMode: 'always',
        retry: (count, error) => !(error instanceof ApiError) && count < 2,
        retryDelay: 700,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Reads anew what is on a topic and shown, and marks the rest as old. */
export function refresh(queries: QueryClient, topics: readonly Topic[] | 'all'): void {
  const isMeant = (name: unknown) => topics === 'all' || topicsOf(name).some((topic) => topics.includes(topic));
  void queries.invalidateQueries({ predicate: ({ queryKey }) => isMeant(queryKey[0]) }, { cancelRefetch: false });
}
