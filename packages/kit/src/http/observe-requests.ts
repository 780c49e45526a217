import type { ServerResponse } from 'node:http';
import { currentContext } from '../context/context.ts';
import { logRequest } from '../logging/request.ts';
import type { HttpTracer } from '../tracing/http-server.ts';
import { httpTracing, pathOf, rawOf, watchHttpRoute } from '../tracing/http-server.ts';
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
  const { logger, ignore = (path) => own.test(path), streams = () => false, headers } = parts;
  const { tracing = createTracing({ service: 'none' }), monotonicMs = () => performance.now() } = parts;
  const trace = httpTracing(tracing, { ignore: (path) => ignore(path) || streams(path) });
  const measured = parts.metrics && requestMetrics(parts.metrics);

  return (request, response, next) => {
    trace(request, response, () => {
      const [incoming, answer] = [rawOf(request), rawOf(response)];
      const path = pathOf(incoming);
      const { correlationId = '' } = currentContext();
      answer.setHeader('x-request-id', correlationId);
      for (const [name, value] of Object.entries(headers?.() ?? {})) answer.setHeader(name, value);
      if (!ignore(path)) follow(request, answer, { method: incoming.method ?? 'GET', path });
      next();
    });
  };

  function follow(request: object, answer: ServerResponse, { method, path }: { method: string; path: string }): void {
    const startedMs = monotonicMs();
    const routeNow = watchHttpRoute(request);
    const isStream = streams(path);
    measured?.started();
    answer.once('close', () => {
      const tookMs = monotonicMs() - startedMs;
      const durationMs = Math.round(tookMs * 10) / 10;
      const route = routeNow() ?? noRoute;
      const { statusCode: status } = answer;
      const isWhole = answer.writableFinished || isStream;
      const answered = { method, route, status: isWhole ? String(status) : 'cut' };
      measured?.finished(answered, isStream ? undefined : tookMs / 1000);
      logRequest(logger, { method, path, status, durationMs, fields: { route, ...(!isWhole && { cut: true }) } });
    });
  }
}
