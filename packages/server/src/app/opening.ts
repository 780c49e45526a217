import type { Health } from '@seaworthy/kit';
import type { HttpServer } from '../http/server.ts';
import type { Identity } from './identity.ts';
import type { Intake } from './intake.ts';
import type { Site } from './site.ts';
import { removeServerRecord, writeServerRecord } from './start/server-record.ts';

interface Needs extends Pick<Identity, 'audit'>, Pick<Intake, 'own'> {
  readonly http: HttpServer;
  readonly health: Health;
}

/** From here on the control plane answers, and is found. Resolves to its address. */
export async function open(site: Site, { audit, own, http, health }: Needs): Promise<string> {
  const { config, version, folder, listen, logger, shutdown } = site;
  await audit.started({ version, configuration: [config.printable.values, site.watchSources] });
  await listen.release();
  const url = await http.listen();
  const record = () => writeServerRecord(folder.serverRecord, { url, version, fingerprint: own.fingerprint() });
  await own.run({ listener: (request, response) => http.app.routing(request, response), onNewCertificate: record });
  await record();
  shutdown.onStop('server record', () => removeServerRecord(folder.serverRecord));
  shutdown.onStop('readiness', () => health.setShuttingDown());
  logger.info('the control plane answers', { url, version, service: config.service.service });
  return url;
}
