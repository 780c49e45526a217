import type { CallInput, CallOutput, PrometheusAnswer, PrometheusPath } from '@seaworthy/api/caller';
import type { UseQueryResult } from '@tanstack/react-query';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ConsoleRoute } from './addresses.ts';
import { useClient } from './client-context.ts';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';

/** What is known of something that is read. */
export interface Reading<T> {
  /** The last answer, also while a newer one is read or could not be. */
  readonly data: T | undefined;
  /** Why there is no newer one. */
  readonly failure: Failure | undefined;
  /** Nothing was ever answered, and it is asked for. */
  readonly isLoading: boolean;
  /** Asked again while `data` is shown; `data` may be the answer to the input before. */
  readonly isRefreshing: boolean;
  readAgain(): void;
}

export interface ReadOptions {
  /** For what the live stream does not tell of. */
  readonly pollMs?: number;
  readonly isEnabled?: boolean;
  /** Shows the answer to the input before until the next one is there, so that nothing jumps. */
  readonly keepsPrevious?: boolean;
}

/** Reads a route, and reads it again when the stream tells of one of its topics. */
export function useRoute<N extends ConsoleRoute>(
  name: N,
  input: CallInput<N>,
  options: ReadOptions = {},
): Reading<CallOutput<N>> {
  const client = useClient();
  return readingOf(
    useQuery<CallOutput<N>>({
      queryKey: [name, input],
      queryFn: ({ signal }) => client.call(name, input, { signal }),
      ...queryOptions(options),
    }),
  );
}

/** Asks Prometheus' API; `read` makes of its data what is drawn, once for all who ask the same. */
export function usePrometheus<T>(
  path: PrometheusPath,
  parameters: Readonly<Record<string, string>>,
  read: (answer: PrometheusAnswer) => T,
  options: ReadOptions = {},
): Reading<T> {
  const client = useClient();
  return readingOf(
    useQuery<PrometheusAnswer, Error, T>({
      queryKey: ['prometheus', path, parameters],
      queryFn: ({ signal }) => client.prometheus(path, parameters, { signal }),
      select: read,
      ...queryOptions(options),
    }),
  );
}

export interface PagedReading<T> extends Reading<readonly T[]> {
  readonly hasMore: boolean;
  readonly isReadingMore: boolean;
  readMore(): void;
}

type PagedRoute = {
  [N in ConsoleRoute]: CallOutput<N> extends { items: unknown[]; nextCursor: string | null } ? N : never;
}[ConsoleRoute];
type ItemOf<N extends PagedRoute> = CallOutput<N> extends { items: (infer T)[] } ? T : never;

/** A list that comes in pages, as one list that grows. */
export function usePages<N extends PagedRoute>(
  name: N,
  input: CallInput<N>,
  options: ReadOptions = {},
): PagedReading<ItemOf<N>> {
  const client = useClient();
  const result = useInfiniteQuery({
    queryKey: [name, input, 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => client.call(name, withCursor<N>(input, pageParam), { signal }),
    getNextPageParam: (page) => (page as Page).nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => (page as Page).items as ItemOf<N>[]),
    ...queryOptions(options),
  });
  return {
    ...readingOf<readonly ItemOf<N>[]>(result as UseQueryResult<readonly ItemOf<N>[]>),
    hasMore: result.hasNextPage,
    isReadingMore: result.isFetchingNextPage,
    readMore: () => void result.fetchNextPage(),
  };
}

interface Page {
  readonly items: unknown[];
  readonly nextCursor: string | null;
}

function withCursor<N extends PagedRoute>(input: CallInput<N>, cursor: string | undefined): CallInput<N> {
  if (cursor === undefined) return input;
  const { query } = input as { query?: Record<string, unknown> };
  return { ...input, query: { ...query, cursor } } as CallInput<N>;
}

function queryOptions({ pollMs, isEnabled = true, keepsPrevious = false }: ReadOptions) {
  return {
    enabled: isEnabled,
    ...(pollMs !== undefined && { refetchInterval: pollMs, staleTime: Math.min(pollMs, 30_000) }),
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
  };
}

export function readingOf<T>({ data, error, isLoading, isFetching, refetch }: UseQueryResult<T>): Reading<T> {
  return {
    data,
    failure: error === null ? undefined : failureOf(error),
    isLoading,
    isRefreshing: isFetching && data !== undefined,
    readAgain: () => void refetch(),
  };
}
