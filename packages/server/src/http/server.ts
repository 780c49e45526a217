import type { Server as HttpServerOfNode, RequestListener } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import type { Logger } from '@seaworthy/kit';
import { logRequest, parseTraceparent, withContext } from '@seaworthy/kit';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import type { Access } from '../access/access.ts';
import type { AlertmanagerFace } from './alertmanager.ts';
import { registerAlertmanager } from './alertmanager.ts';
import type { ApiRoutesOptions } from './api-routes.ts';
import { registerApiRoutes } from './api-routes.ts';
import type { AuditExport } from './audit-export.ts';
import { registerAuditExport } from './audit-export.ts';
import { auditRequests } from './audit-hook.ts';
import type { AuditPort } from './audit-port.ts';
import { registerConsole } from './console-files.ts';
import { HttpError, retryAfterOf, toAnswer } from './errors.ts';
import { guard } from './guard.ts';
import { createHostCheck } from './host-check.ts';
import { registerOidcRoutes } from './oidc-routes.ts';
import type { OpenRequests } from './open-requests.ts';
import { createOpenRequests } from './open-requests.ts';
import type { OperationsOptions } from './operations.ts';
import { registerOperations } from './operations.ts';
import type { OtlpFace, OtlpLimits } from './otlp.ts';
import { registerOtlp } from './otlp.ts';
import { observeRequests } from './own-metrics.ts';
import type { PrometheusFace } from './prometheus.ts';
import { registerPrometheus } from './prometheus.ts';
import { requestIdOf } from './request-id.ts';
import { securityPolicy } from './security-policy.ts';
import { registerSessionRoutes } from './session-routes.ts';
import type { StatusPageRoutesOptions } from './status-page.ts';
import { registerStatusPage } from './status-page.ts';

export interface HttpServerOptions
  extends Omit<ApiRoutesOptions, 'openRequests'>,
    OperationsOptions,
    StatusPageRoutesOptions {
  readonly access: Access;
  readonly audit: AuditPort;
  readonly auditExport: AuditExport;
  readonly listen: { readonly host: string; readonly port: number };
  /** Names beside loopback's by which this server may be asked. */
  readonly allowedHosts: readonly string[];
  /** What answers under `/prometheus` and `/alertmanager`; without them there is nothing there. */
  readonly prometheus?: PrometheusFace;
  readonly alertmanager?: AlertmanagerFace;
  /** Makes the server when it is not plain HTTP. */
  readonly tlsServer?: (listener: RequestListener) => HttpsServer;
  /** What takes telemetry at `/v1/*`. */
  readonly otlp?: OtlpFace;
  readonly otlpLimits?: OtlpLimits;
  /** The built console; without it `/` says how to build it. */
  readonly consoleDir: string | undefined;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Every method and path that it answers. */
  readonly served: readonly { readonly method: string; readonly url: string }[];
  /** The address that answers, with the port that was given when 0 was asked for. */
  listen(): Promise<string>;
  /** Ends streams, lets answers under way finish for a moment, closes. */
  close(): Promise<void>;
}

const bodyLimitBytes = 1024 * 1024;
const closeGraceMs = 2_000;

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const openRequests = createOpenRequests();
  const app = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    ...serverMadeBy(options.tlsServer),
  });
  const served: { method: string; url: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    served.push(...[method].flat().map((each) => ({ method: each, url })));
  });
  readOnlyJson(app);
  traceRequests(app, options.logger);
  observeRequests(app, options.metrics);
  answerErrors(app, options.logger);
  await app.register(fastifyHelmet, securityPolicy({ isTls: options.tlsServer !== undefined }));
  await app.register(fastifyCookie);
  const { access, allowedHosts, listen } = options;
  guard(app, { access, isKnownHost: createHostCheck({ listenHost: listen.host, allowedHosts }) });
  auditRequests(app, options);
  await app.register(fastifyRateLimit, { global: false, errorResponseBuilder: () => new HttpError('rate_limited') });
  registerOperations(app, options);
  registerAuditExport(app, options);
  registerSessionRoutes(app, access);
  registerOidcRoutes(app, access, options.logger);
  registerApiRoutes(app, { ...options, openRequests });
  registerFaces(app, { ...options, openRequests });
  registerStatusPage(app, options);
  await registerConsole(app, options.consoleDir);

  return {
    app,
    served,
    async listen() {
      const url = await app.listen({ ...listen });
      return options.tlsServer === undefined ? url : url.replace(/^http:/, 'https:');
    },
    async close() {
      openRequests.abortAll();
      const late = options.clock.sleep(closeGraceMs).then(() => app.server.closeAllConnections());
      await Promise.race([app.close(), late.then(() => app.close())]);
    },
  };
}

/** An HTTPS server differs in its type alone: fastify listens, serves and closes by the same methods. */
function serverMadeBy(make: HttpServerOptions['tlsServer']) {
  if (make === undefined) return {};
  return { serverFactory: (listener: RequestListener) => make(listener) as unknown as HttpServerOfNode };
}

/** What the tools of Prometheus and Alertmanager know how to ask. */
function registerFaces(app: FastifyInstance, options: HttpServerOptions & { readonly openRequests: OpenRequests }) {
  const { prometheus, alertmanager, otlp, health } = options;
  const isReady = async () => (await health.readiness()).ready;
  if (prometheus) registerPrometheus(app, { ...options, api: prometheus, isReady });
  if (alertmanager) registerAlertmanager(app, { ...options, api: alertmanager, isReady });
  if (otlp) registerOtlp(app, { ...options, otlp });
}

/**
 * Only JSON is read (beside the forms of /prometheus): a form of another site cannot send it without being asked for leave first. An empty body is no
 * body, whatever its type is called.
 */
function readOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** Every line that is logged while a request is answered carries its id, and the trace that it belongs to. */
function traceRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    const { traceparent } = request.headers;
    const trace = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined);
    const traced = trace === undefined ? {} : { traceId: trace.traceId, spanId: trace.spanId };
    withContext({ correlationId: request.id, ...traced }, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const [path = ''] = request.url.split('?', 1);
    const { statusCode: status, elapsedTime: durationMs } = reply;
    const isQuiet = request.routeOptions.config.isQuiet === true && status < 400;
    if (!isQuiet) logRequest(logger, { method: request.method, path, status, durationMs: Math.round(durationMs) });
    done();
  });
}

function answerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, body, isOurs } = toAnswer(error, request.id);
    if (isOurs) logger.error('a request failed', { error, requestId: request.id });
    const wait = retryAfterOf(error);
    if (wait !== undefined) reply.header('retry-after', wait);
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = toAnswer(new HttpError('not_found'), request.id);
    return reply.code(status).send(body);
  });
}
