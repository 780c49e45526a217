import { useMemo } from 'react';
import type { Reading } from '../../data/query.ts';
import { usePrometheus } from '../../data/query.ts';
import type { Metric } from './metrics.ts';
import { metricsOf } from './metrics.ts';

const same = <T>(answer: T): T => answer;

/** Every metric that there is, by name. */
export function useMetrics(): Reading<readonly Metric[]> {
  const names = usePrometheus('/label/__name__/values', {}, same);
  const metadata = usePrometheus('/metadata', {}, same);
  const data = useMemo(
    () => (names.data && metadata.data ? metricsOf(names.data, metadata.data) : undefined),
    [names.data, metadata.data],
  );
  return {
    data,
    failure: names.failure ?? metadata.failure,
    isLoading: names.isLoading || metadata.isLoading,
    isRefreshing: names.isRefreshing || metadata.isRefreshing,
    readAgain() {
      names.readAgain();
      metadata.readAgain();
    },
  };
}
