import type { Deployment } from '@seaworthy/api';
import { useLive } from '../live/use-live.ts';
import type { Failure } from './failure.ts';
import { useRoute } from './query.ts';

export interface DeploymentList {
  /** Undefined until it came for the first time. */
  readonly items: readonly Deployment[] | undefined;
  readonly failure: Failure | undefined;
}

const shown = 8;

/** The last deployments, the one under way as the stream tells it. */
export function useDeployments(): DeploymentList {
  const current = useLive((state) => state.deployment);
  const { data, failure } = useRoute('deployments', { query: { limit: shown } });
  return { items: data && withNews(data.items, current), failure };
}

/** The one under way changes faster than the list is read. */
export function withNews(items: readonly Deployment[], current: Deployment | undefined): readonly Deployment[] {
  if (current === undefined) return items;
  const isListed = items.some(({ id }) => id === current.id);
  if (isListed) return items.map((item) => (item.id === current.id ? current : item));
  return [current, ...items].slice(0, shown);
}
