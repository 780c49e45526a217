import type { Route } from '@seaworthy/api';
import { permissions, routes } from '@seaworthy/api';
import { ALERTMANAGER_PERMISSIONS } from '../../packages/server/src/http/alertmanager.ts';
import { OTLP_PERMISSION, otlpSignals } from '../../packages/server/src/http/otlp.ts';
import { PROMETHEUS_PERMISSION } from '../../packages/server/src/http/prometheus.ts';
import { alertmanagerPaths } from '../../packages/server/src/watch/api/alertmanager-api.ts';
import { prometheusPaths } from '../../packages/server/src/watch/prometheus-api/prometheus-api.ts';
import { code, page, section, table } from './markdown.ts';

const intro = `Served on http://127.0.0.1:7070. Errors are \`{error: {code, message, hint, requestId, details?}}\`, with the codes of [errors](errors.md).
Lists are paged: \`limit\` and \`cursor\`, answered by \`{items, nextCursor}\`. Changes take an \`Idempotency-Key\`: the same key again gives the first answer, and does
nothing twice. \`GET /api/v1/events\` is resumed by \`Last-Event-ID\`. Requests and answers, field by field, are described at \`/api/v1/openapi.json\`.

A request needs \`Authorization: Bearer TOKEN\` (on the same machine: \`keys/cli.token\` of the state folder) or the cookie of a sign-in, with the permission of its row.`;

const own = `Served by the control plane about itself, not listed in OpenAPI. \`/liveness\`, \`/readiness\` (\`/ready\`, \`/api/ready\`) and \`/health\` (\`/api/health\`) are open;
\`/health/detailed\` and \`/status\` (\`/api/deployment/status\`) need \`service:read\`; \`/metrics\` and \`/api/v1/proxy/metrics\` need \`metrics:read\` and answer Prometheus text
([metrics](metrics.md)). \`/api/v1/audit/export\` needs \`audit:export\`, takes \`fromSequence\`, \`toSequence\`, \`since\` and \`until\`, and answers the
[audit trail](../audit.md) as one file that proves itself.`;

const faces = `The interfaces of other tools: \`promtool query\`, Grafana and whatever reads Prometheus; \`amtool\` and a Prometheus that sends alerts; any OpenTelemetry
SDK or collector, by HTTP with JSON or protobuf. Parameters, answers and errors are those of the originals, so they are not listed in OpenAPI.`;

const publicPage = `Open to everybody where \`statusPage\` is configured ([guide](../guides/status-page.md)), else not there: \`GET /public/status\` (HTML), \`/public/status.json\` and
\`/public/status.rss\` (RSS 2.0). Each has an \`ETag\`, may be kept by caches for 30 seconds, and says nothing but names and times that are meant for visitors.`;

export function httpPage(): string {
  const rows = Object.values(routes as Readonly<Record<string, Route>>).map((route) => [
    `${code(`${route.method} ${route.path}`)}${route.stream ? ' (SSE)' : ''}`,
    route.permission === null ? 'open' : code(route.permission),
    fieldsOf(route),
    route.summary,
  ]);
  return page(
    'HTTP',
    intro,
    section('Routes', table(['route', 'permission', 'takes', 'does'], rows)),
    section('Prometheus, Alertmanager, OpenTelemetry', faces, table(['route', 'permission'], faceRows())),
    section('Permissions', permissions.map((name) => code(name)).join(', ')),
    section('Health and metrics', own),
    section('Public status page', publicPage),
  );
}

function fieldsOf({ query, body }: Route): string {
  return [query, body]
    .flatMap((schema) => Object.keys(schema?.shape ?? {}))
    .map(code)
    .join(', ');
}

/** From the tables by which they are answered. */
function faceRows(): string[][] {
  const { read, write } = ALERTMANAGER_PERMISSIONS;
  return [
    ...prometheusPaths.map((path) => [below('/prometheus/api/v1', path), PROMETHEUS_PERMISSION]),
    ...alertmanagerPaths.map((path) => [below('/alertmanager/api/v2', path), path.startsWith('GET ') ? read : write]),
    ...otlpSignals.map((signal) => [`POST /v1/${signal}`, OTLP_PERMISSION]),
  ].map((row) => row.map(code));
}

/** `GET /x` as `GET /prefix/x`. */
function below(prefix: string, methodsAndPath: string): string {
  return methodsAndPath.replace(' /', ` ${prefix}/`);
}
