import type { Metrics } from '@seaworthy/kit';
import type { FastifyInstance } from 'fastify';

/** How long answers took, by route: the pattern, never the path, so that ids make no series. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  const durations = metrics.histogram({
    name: 'seaworthy_http_request_duration_seconds',
    help: 'Time to answer a request of the control plane.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
