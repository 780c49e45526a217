import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { fetch } from 'undici';
import { openDatabase } from '../packages/server/src/db/database.ts';
import { migrate } from '../packages/server/src/db/migrate.ts';
import { systemClock } from '../packages/server/src/platform/clock.ts';
import { startAlerting } from '../packages/server/src/watch/alerting.ts';
import { createAlertmanagerApi } from '../packages/server/src/watch/api/alertmanager-api.ts';
import type { Deliver } from '../packages/server/src/watch/notifications/dedup/pipeline.ts';
import { receiverNamed } from '../packages/server/src/watch/routes/config/alerting-config.ts';
import { parseAlertingConfig } from '../packages/server/src/watch/routes/config/parse.ts';
import { parseDuration } from '../packages/server/src/watch/yaml/duration.ts';

// A server of its own around the alerting modules, with webhooks that are sent at once and again until they arrive.

const RETRY_MS = 200;
const NO_TIME = '0001-01-01T00:00:00Z';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dispatch.start-delay': { type: 'string' },
    'enable-feature': { type: 'string' },
    'web.route-prefix': { type: 'string', default: '' },
  },
});
const [configFile = '', databaseFile = ''] = positionals;
const syntax = values['enable-feature'] === 'classic-mode' ? 'classic' : 'both';
const prefix = values['web.route-prefix'];
const readConfig = () => parseAlertingConfig(readFileSync(configFile, 'utf8'), { file: configFile, syntax });

const db = openDatabase(databaseFile);
await migrate(db, systemClock);

const deliver: Deliver = async (notification, { integrations, also, signal }) => {
  const receiver = receiverNamed(alerting.config(), notification.receiver);
  const settings = receiver?.integrations.find(({ name }) => name === integrations[0])?.settings ?? {};
  const timeoutMs = parseDuration(String(settings['timeout'] ?? '')) ?? 10_000;
  const alerts = notification.alerts.map(({ startsAt, endsAt, ...alert }) => ({
    ...alert,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === null ? NO_TIME : new Date(endsAt).toISOString(),
  }));
  const body = JSON.stringify({ version: '4', ...notification, alerts });
  for (;;) {
    signal.throwIfAborted();
    const attempt = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await fetch(String(settings['url']), { method: 'POST', body, signal: attempt }).catch(
      () => undefined,
    );
    await answer?.text();
    if (answer?.ok) break;
    await systemClock.sleep(RETRY_MS, signal);
  }
  await also(db);
};

const alerting = await startAlerting({
  db,
  clock: systemClock,
  newSilenceId: randomUUID,
  config: readConfig(),
  externalURL: 'http://127.0.0.1',
  deliver,
  syntax,
  startDelayMs: (parseDuration(values['dispatch.start-delay'] ?? '') ?? 0) - startupMs(),
  report: (error, doing) => process.stderr.write(`${doing}: ${String(error)}\n`),
});
const api = createAlertmanagerApi({
  alerting,
  clock: systemClock,
  version: '0.34.0',
  shownConfig: () => alerting.config().original,
});

const server = createServer(async (request, response) => {
  try {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith(`${prefix}/api/v2`)) return void response.writeHead(404).end();
    const path = decodeURIComponent(pathname.slice(`${prefix}/api/v2`.length));
    const body = await readJson(request);
    const answer = await api({ method: request.method ?? 'GET', path, query: searchParams, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

/** Alertmanager counts from the start of its process; of what the TypeScript loader takes here, no more than a program would. */
function startupMs(): number {
  return Math.min(process.uptime() * 1000, 500);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

process.on('message', () => void alerting.reload(readConfig()));
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
