import type { Deployment } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { useLive } from '../live/use-live.ts';
import { useClient } from './client-context.ts';
import type { Failure } from './use-action.ts';
import { failureOf } from './use-action.ts';

export interface DeploymentList {
  /** Undefined until it came for the first time. */
  readonly items: readonly Deployment[] | undefined;
  readonly failure: Failure | undefined;
}

const shown = 8;

/** The last deployments; read again whenever one ends, and when the stream is back after a break. */
export function useDeployments(): DeploymentList {
  const client = useClient();
  const current = useLive((state) => state.deployment);
  const ended = useLive((state) => state.ended);
  const isLive = useLive((state) => state.link.state === 'live');
  const [list, setList] = useState<DeploymentList>({ items: undefined, failure: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` says that what was read is old.
  useEffect(() => {
    if (!isLive) return;
    const reading = new AbortController();
    client.call('deployments', { query: { limit: shown } }, { signal: reading.signal }).then(
      ({ items }) => setList({ items, failure: undefined }),
      (error: unknown) => {
        if (!reading.signal.aborted) setList(({ items }) => ({ items, failure: failureOf(error) }));
      },
    );
    return () => reading.abort();
  }, [client, isLive, ended]);
  const { items, failure } = list;
  return { items: items && withNews(items, current), failure };
}

/** The one under way changes faster than the list is read. */
export function withNews(items: readonly Deployment[], current: Deployment | undefined): readonly Deployment[] {
  if (current === undefined) return items;
  const isListed = items.some(({ id }) => id === current.id);
  if (isListed) return items.map((item) => (item.id === current.id ? current : item));
  return [current, ...items].slice(0, shown);
}
