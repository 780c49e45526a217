import type { Health } from '../health/health.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/instruments.ts';
import type { Shutdown } from '../shutdown/shutdown.ts';
import type { Tracing } from '../tracing/tracing.ts';

/** What a service has made of the kit; the adapters connect it with the service's HTTP server. */
export interface ServiceParts {
  readonly logger: Logger;
  /** Counts and times requests, and is scraped at `/metrics`. */
  readonly metrics?: Metrics;
  /** Answers `/health` and its like. */
  readonly health?: Health;
  /** Without it, ids are still made, read and passed on. */
  readonly tracing?: Tracing;
  /** Stops the server: not ready first, then no new connections, then what is in flight is finished. */
  readonly shutdown?: Shutdown;
  /** How long requests in flight may take when the service stops. Default 8 s. */
  readonly drainMs?: number;
  /** Paths that are answered and neither logged nor counted nor traced. Default: those of health and metrics. */
  readonly ignore?: (path: string) => boolean;
  readonly monotonicMs?: () => number;
}
