import { randomUUID } from 'node:crypto';
import type { Watch } from '../watch/flow.ts';
import { startWatch } from '../watch/flow.ts';
import type { Telemetry } from '../watch/telemetry.ts';
import { startTelemetry } from '../watch/telemetry.ts';
import type { TraceStore } from '../watch/traces/trace-store.ts';
import { openTraceStore } from '../watch/traces/trace-store.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { Intake } from './intake.ts';
import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';

/** Samples, rules and alerts; traces; and what takes in telemetry for them and for the logs. */
export interface Watching {
  readonly watch: Watch;
  readonly traces: TraceStore;
  readonly telemetry: Telemetry;
}

type Needs = Pick<Foundation, 'db' | 'metrics' | 'newId' | 'live'> &
  Pick<Identity, 'audit'> &
  Intake & { readonly shipping: Pick<Shipping, 'supervisor' | 'proxy'> };

export async function startWatching(site: Site, needs: Needs): Promise<Watching> {
  const { config, clock, logger, shutdown } = site;
  const { metrics, logs } = needs;
  const watch = await startSampling(site, needs);
  const traces = await openTraces(site, needs);
  const telemetry = startTelemetry({
    ...{ config: config.service, watch, logs, traces, clock, metrics },
    logger: logger.child({}, 'telemetry'),
  });
  shutdown.onStop('telemetry', () => telemetry.stop());
  return { watch, traces, telemetry };
}

async function startSampling(site: Site, { db, metrics, newId, live, audit, own, shipping }: Needs): Promise<Watch> {
  const { config, version, folder, clock, logger, shutdown } = site;
  const { service, slos, silences: guardrails } = config.service;
  const { control } = shipping.proxy;
  const watch = await startWatch({
    ...{ sources: site.watchSources, folder: folder.samples, config: config.service.metrics, service, guardrails },
    keepMs: Math.max(0, ...slos.map(({ windowMs }) => windowMs)),
    instances: shipping.supervisor,
    own: {
      seaworthy: async () => ({ text: await metrics.render(), contentType: metrics.contentType }),
      'seaworthy-proxy': async () => ({ text: await control.metrics(), contentType: 'text/plain; version=0.0.4' }),
    },
    externalURL: own.origin,
    newSilenceId: randomUUID,
    onDamage: (message) => audit.acts.storeDamaged('samples', message),
    ...{ db, newId, version, clock, metrics },
    logger: logger.child({}, 'watch'),
  });
  shutdown.onStop('watch', () => watch.stop());
  shutdown.onStop('receivers', audit.watchReceivers(watch.telling.delivery.health));
  const stopAlerts = watch.telling.alerting.alerts.onChange(() => {
    live.status.tell();
    live.changes.tell(['alerts']);
  });
  shutdown.onStop('changes of alerts', stopAlerts);
  return watch;
}

async function openTraces(site: Site, { metrics, audit }: Needs): Promise<TraceStore> {
  const { config, folder, clock, logger, shutdown } = site;
  const traces = await openTraceStore({
    ...{ file: folder.traces, limits: config.service.traces, clock, metrics },
    report: (error, doing) => logger.error(`${doing} failed`, { error }),
    onDamage: (message) => audit.acts.storeDamaged('traces', message),
  });
  shutdown.onStop('traces', () => traces.stop());
  return traces;
}
