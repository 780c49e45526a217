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
  /** Paths that are answered and neither logged nor counted nor traced. Default: those of health and metrics. */
  readonly ignore?: (path: string) => boolean;
  /**
   * Paths whose answers last as long as somebody listens: logged and counted as others, but neither timed nor traced,
   * for how long somebody listened tells nothing of the service; and it is no cut answer when the client leaves.
   */
  readonly streams?: (path: string) => boolean;
  /** Headers of every answer, pages about the service included. Asked in the context of the request. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Told of each error that is answered with a status from 500 on. */
  readonly onError?: (error: unknown) => void;
  readonly monotonicMs?: () => number;
}
