import type { Metrics } from '../metrics/instruments.ts';

export interface AnsweredLabels {
  readonly method: string;
  readonly route: string;
  /** `cut` when the connection was closed before the whole answer was sent. */
  readonly status: string;
}

export interface RequestMetrics {
  started(): void;
  /** Without `seconds` it is counted and not timed. */
  finished(answered: AnsweredLabels, seconds?: number): void;
}

/** Rate, errors and duration of requests, by route. */
export function requestMetrics(metrics: Metrics): RequestMetrics {
  const requests = metrics.counter({
    name: 'http_requests_total',
    help: 'Requests that were answered, by the route that answered them.',
    labelNames: ['method', 'route', 'status'],
  });
  const duration = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['method', 'route'],
  });
  const inFlight = metrics.gauge({ name: 'http_requests_in_flight', help: 'Requests that are being answered.' });
  inFlight.set(0);
  return {
    started: () => inFlight.inc(),
    finished({ method: asked, route, status }, seconds) {
      const method = knownMethods.has(asked) ? asked : 'other';
      inFlight.dec();
      requests.inc({ method, route, status });
      if (seconds !== undefined) duration.observe({ method, route }, seconds);
    },
  };
}

/** Clients may send what they like. */
const knownMethods: ReadonlySet<string> = new Set('GET HEAD POST PUT PATCH DELETE OPTIONS CONNECT TRACE'.split(' '));
