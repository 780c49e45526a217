import type { Health } from '@seaworthy/kit';
import { createIdempotency } from '../access/idempotency.ts';
import { performApproved } from '../handlers/approved-calls.ts';
import { exportOf } from '../handlers/audit.ts';
import { createHandlers, proxyAway } from '../handlers/handlers.ts';
import type { Handlers } from '../http/handlers.ts';
import type { HttpServer } from '../http/server.ts';
import { createHttpServer } from '../http/server.ts';
import type { StatusPage } from '../status-page/status-page.ts';
import { createFaces } from './faces.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { Intake } from './intake.ts';
import type { Observing } from './observing.ts';
import type { RunningConfiguration } from './reload/running-configuration.ts';
import type { Shipping } from './shipping.ts';
import type { Status } from './showing.ts';
import type { Site } from './site.ts';
import type { Watching } from './watching.ts';

interface Needs
  extends Pick<Foundation, 'db' | 'metrics' | 'live'>,
    Pick<Identity, 'audit' | 'secrets' | 'access'>,
    Intake {
  readonly shipping: Shipping;
  readonly observing: Observing;
  readonly watching: Watching;
  readonly status: Status;
  readonly statusPage: { readonly face: StatusPage['face'] | undefined };
  readonly health: Health;
  readonly configuration: RunningConfiguration;
  readonly stopAll: () => Promise<void>;
}

/** Every route, with what answers it; nobody is answered before the server listens. */
export async function prepareAnswers(site: Site, needs: Needs): Promise<HttpServer> {
  const { shutdown, clock } = site;
  const { own, access, audit, shipping } = needs;
  const handlers = handlersOf(site, needs);
  const http = await serverOf(site, needs, handlers);
  shutdown.onStop('http', () => http.close());
  const stopApprovals = await access.approvals.start(
    performApproved({
      ...{ handlers, releases: shipping.releases, origin: () => own.origin, clock, record: audit.onAccess },
      auditSize: () => audit.trail.status().entries,
      log: () => audit.trail.log(),
    }),
  );
  shutdown.onStop('approvals', stopApprovals);
  return http;
}

function handlersOf({ config, version, clock }: Site, needs: Needs): Handlers {
  const { access, audit, secrets, logs, live, shipping, observing, status, health, configuration, stopAll } = needs;
  const { watch, traces, telemetry } = needs.watching;
  return createHandlers({
    ...{ config, version, clock, access, audit: audit.trail, secrets, logs, watch, traces, hub: live.hub },
    ...shipping,
    ...observing,
    ...configuration,
    telemetry: { forwarder: telemetry.forwarder, watch, logs, traces, config },
    onReader: () => status.feed.tellAnew(),
    readStatus: status.read,
    ownHealth: health,
    stopAll: () => void setImmediate(stopAll),
  });
}

function serverOf({ config, version, listen, clock, logger }: Site, needs: Needs, handlers: Handlers) {
  const { db, metrics, access, audit, own, shipping, watching, statusPage, health } = needs;
  const { allowedHosts, consoleDir } = config.server;
  return createHttpServer({
    ...{ handlers, access, health, metrics, version, clock, listen: listen.address, allowedHosts, consoleDir },
    ...createFaces({ watch: watching.watch, clock, version }),
    audit: audit.trail,
    auditExport: (range) => exportOf({ audit: audit.trail, clock }, range),
    otlp: watching.telemetry.otlp,
    idempotency: createIdempotency(db, clock),
    ...(statusPage.face === undefined ? {} : { statusPage: statusPage.face }),
    proxyMetrics: () => shipping.proxy.control.metrics().catch(proxyAway),
    logger: logger.child({}, 'http'),
    ...(own.tlsServer === undefined ? {} : { tlsServer: own.tlsServer }),
  });
}
