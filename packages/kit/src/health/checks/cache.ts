import type { HealthCheck } from '../check-runner.ts';

export interface CacheCheckOptions {
  readonly stats: () => { readonly hits: number; readonly misses: number };
  /** Hit rates in percent: above `healthy` healthy, above `degraded` degraded. Default 20 and 10. */
  readonly limits?: { readonly healthy: number; readonly degraded: number };
}

/**
 * The hit rate of a cache. One that nobody asked yet is healthy: no data speaks against it. Register it as informational,
 * for a cold cache is slow and not broken.
 */
export function cacheCheck({ stats, limits = { healthy: 20, degraded: 10 } }: CacheCheckOptions): HealthCheck {
  return () => {
    const { hits, misses } = stats();
    const asked = hits + misses;
    if (!(asked > 0)) return { status: 'healthy', message: 'not asked yet', details: { hits, misses } };
    const hitRatePercent = (100 * hits) / asked;
    const details = { hits, misses, hitRatePercent };
    const message = `hit rate ${hitRatePercent.toFixed(1)} %`;
    if (hitRatePercent > limits.healthy) return { status: 'healthy', message, details };
    return { status: hitRatePercent > limits.degraded ? 'degraded' : 'unhealthy', message: `low ${message}`, details };
  };
}
