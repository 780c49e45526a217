import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Clock, Health, Logger, Metrics, Resilience, Shutdown, Tracing } from '@seaworthy/kit';
import type { AuditLog } from '@seaworthy/kit/audit';
import { WORKING_EDGE } from './app-visits.ts';
import type { Settings } from './config/options.ts';
import type { FacePool } from './face/face-pool.ts';
import type { Saboteur } from './fault/saboteur.ts';
import { createEnrolment } from './gallery/enrol.ts';
import type { Gallery } from './gallery/gallery.ts';
import { ApiError } from './http/errors.ts';
import { capturesRoute } from './http/routes/captures.ts';
import type { EventStream } from './http/routes/event-stream.ts';
import { eventsRoute } from './http/routes/events.ts';
import { faceRoutes } from './http/routes/faces.ts';
import { pageRoutes } from './http/routes/page.ts';
import { pressRoute } from './http/routes/press.ts';
import { createHttpServer } from './http/server.ts';
import type { DoorbellMetrics } from './monitoring/metrics.ts';
import { classify } from './monitoring/stage-observer.ts';
import type { VisitFlow } from './visit/flow.ts';
import { Debouncer } from './visit/press/debounce.ts';
import type { VisitLog } from './visit/store/visit-log.ts';

export interface HttpParts {
  readonly settings: Settings;
  readonly releaseDir: string;
  readonly flow: VisitFlow;
  readonly pool: FacePool;
  readonly gallery: Gallery;
  readonly audit: AuditLog;
  readonly visits: VisitLog;
  readonly stream: EventStream;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly ownMetrics: DoorbellMetrics;
  readonly tracing: Tracing;
  readonly resilience: Resilience;
  readonly shutdown: Shutdown;
  readonly saboteur: Saboteur;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MAX_WAITING_ENROLMENTS = 3;

/** The HTTP server with every route, not listening yet. */
export function buildServer(parts: HttpParts): Server {
  const { settings, releaseDir, flow, pool, gallery, visits, stream, ownMetrics, clock } = parts;
  const { press, faces, camera, instance, http } = settings;
  const limits = { maxPixels: press.maxPixels };
  const { resilience } = parts;
  const enrolment = { faces: pool, maxEdge: WORKING_EDGE, minFacePx: faces.minWidth, resilience };
  return createHttpServer({
    routes: [
      pressRoute({
        flow,
        debouncer: new Debouncer(press.debounce, () => clock.monotonicMs()),
        cameras: new Set(Object.keys(camera.folders)),
        maxPictureBytes: press.maxPicture,
        limits,
        timeoutMs: press.timeout,
        metrics: ownMetrics,
        clock,
      }),
      ...faceRoutes({
        gallery,
        audit: parts.audit,
        encode: createEnrolment({ ...enrolment, maxWaiting: MAX_WAITING_ENROLMENTS }),
        maxPictureBytes: press.maxPicture,
        limits,
      }),
      eventsRoute(visits),
      stream.route,
      capturesRoute(http.maxUpload),
      ...pageRoutes(join(releaseDir, 'public')),
    ],
    parts: {
      logger: parts.logger.child({}, 'http'),
      metrics: parts.metrics,
      health: parts.health,
      tracing: parts.tracing,
      shutdown: parts.shutdown,
      monotonicMs: () => clock.monotonicMs(),
      onError: (error) => countError(error, ownMetrics),
    },
    saboteur: parts.saboteur,
    version: instance.version,
    instance: instance.id,
  });
}

/** What has a name for the client was counted where it happened. */
function countError(error: unknown, metrics: DoorbellMetrics): void {
  if (!(error instanceof ApiError)) metrics.error('http', classify(error).errorType, 'error');
  else if (error.code === 'injected_fault') metrics.error('http', error.code, 'warning');
}
