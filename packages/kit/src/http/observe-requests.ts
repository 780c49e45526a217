import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentContext } from '../context/context.ts';
import { logRequest } from '../logging/request.ts';
import type { HttpTracer } from '../tracing/http-server.ts';
import { httpTracing, watchHttpRoute } from '../tracing/http-server.ts';
import { createTracing } from '../tracing/tracing.ts';
import { requestMetrics } from './request-metrics.ts';
import type { ServiceParts } from './service-parts.ts';

/** What stands in the place of a route where none was found: the path itself would make each request its own kind. */
const noRoute = 'unmatched';
const own = /^\/(?:api\/)?(?:health(?:\/detailed)?|readiness|ready|liveness|status|deployment\/status|metrics)$/;

/**
 * Each request gets an id (`X-Request-Id`, the caller's where it sent one), a context, a span, a line in the log, and is
 * counted and timed by its route.
 */
export function observeRequests(parts: ServiceParts): HttpTracer {
  const { logger, ignore = (path) => own.test(path), monotonicMs = () => performance.now() } = parts;
  const trace = httpTracing(parts.tracing ?? createTracing({ service: 'none' }), { ignore });
  const measured = parts.metrics && requestMetrics(parts.metrics);

  return (request, response, next) => {
    trace(request, response, () => {
      const [incoming, answer] = [rawOf(request), rawOf(response)];
      const path = pathOf(incoming);
      const { correlationId = '' } = currentContext();
      answer.setHeader('x-request-id', correlationId);
      if (!ignore(path)) follow(request, answer, { method: incoming.method ?? 'GET', path });
      next();
    });
  };

  function follow(request: object, answer: ServerResponse, { method, path }: { method: string; path: string }): void {
    const startedMs = monotonicMs();
    const routeNow = watchHttpRoute(request);
    measured?.started();
    answer.once('close', () => {
      const durationMs = monotonicMs() - startedMs;
      const route = routeNow() ?? noRoute;
      const isWhole = answer.writableFinished;
      measured?.finished({ method, route, status: isWhole ? String(answer.statusCode) : 'cut' }, durationMs / 1000);
      const fields = { route, ...(!isWhole && { cut: true }) };
      logRequest(logger, {
        method,
        path,
        status: answer.statusCode,
        durationMs: Math.round(durationMs * 10) / 10,
        fields,
      });
    });
  }
}

export function rawOf<T extends IncomingMessage | ServerResponse>(wrapped: T | { readonly raw: T }): T {
  return 'raw' in wrapped ? wrapped.raw : wrapped;
}

/** Of the URL the path alone: a query may hold anything that somebody typed. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = '/'] = url.split('?', 1);
  return path;
}
