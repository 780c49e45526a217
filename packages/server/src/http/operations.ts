import type { Permission } from '@seaworthy/api';
import { openApi } from '@seaworthy/api';
import type { Health, Metrics } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface OperationsOptions {
  readonly health: Health;
  readonly metrics: Metrics;
  /** The proxy's own metrics, as it answers them now. */
  readonly proxyMetrics: () => Promise<string>;
  readonly version: string;
}

/** What probes ask must answer without a sign-in; whatever tells more needs one. */
const healthPaths: Readonly<Record<string, Permission | null>> = {
  '/health': null,
  '/api/health': null,
  '/readiness': null,
  '/ready': null,
  '/api/ready': null,
  '/liveness': null,
  '/health/detailed': 'service:read',
  '/status': 'service:read',
  '/api/deployment/status': 'service:read',
};

const prometheusText = 'text/plain; version=0.0.4; charset=utf-8';

/** The endpoints by which others watch the control plane itself. */
export function registerOperations(app: FastifyInstance, options: OperationsOptions): void {
  const answerHealth = options.health.handler();
  for (const [url, permission] of Object.entries(healthPaths)) {
    app.get(url, { config: { permission } }, (request, reply) => handOver(answerHealth, request, reply));
  }

  app.get('/metrics', { config: { permission: 'metrics:read' } }, async (_, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.render()),
  );
  app.get('/api/v1/proxy/metrics', { config: { permission: 'metrics:read' } }, async (_, reply) =>
    reply.type(prometheusText).send(await options.proxyMetrics()),
  );

  let description: string | undefined;
  app.get('/api/v1/openapi.json', { config: { permission: 'service:read' } }, async (_, reply) => {
    description ??= JSON.stringify(openApi(options.version));
    return reply.type('application/json; charset=utf-8').send(description);
  });
}

/** The kit answers on Node's own response; what the hooks set before goes along. */
async function handOver(
  answer: ReturnType<Health['handler']>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
  await answer(request.raw, reply.raw);
}
