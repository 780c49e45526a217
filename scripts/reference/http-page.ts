import type { Route } from '@seaworthy/api';
import { permissions, routes } from '@seaworthy/api';
import { code, page, section, table } from './markdown.ts';

const intro = `Served on http://127.0.0.1:7070. Errors are \`{error: {code, message, hint, requestId, details?}}\`, with the codes of [errors](errors.md).
Lists are paged: \`limit\` and \`cursor\`, answered by \`{items, nextCursor}\`. Changes take an \`Idempotency-Key\`: the same key again gives the first answer, and does
nothing twice. \`GET /api/v1/events\` is resumed by \`Last-Event-ID\`. Requests and answers, field by field, are described at \`/api/v1/openapi.json\`.

A request needs \`Authorization: Bearer TOKEN\` (on the same machine: \`keys/cli.token\` of the state folder) or the cookie of a sign-in, with the permission of its row.`;

const own = `Served by the control plane about itself, not listed in OpenAPI. \`/liveness\`, \`/readiness\` (\`/ready\`, \`/api/ready\`) and \`/health\` (\`/api/health\`) are open;
\`/health/detailed\` and \`/status\` (\`/api/deployment/status\`) need \`service:read\`; \`/metrics\` and \`/api/v1/proxy/metrics\` need \`metrics:read\` and answer Prometheus text
([metrics](metrics.md)).`;

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
    section('Permissions', permissions.map((name) => code(name)).join(', ')),
    section('Health and metrics', own),
  );
}

function fieldsOf({ query, body }: Route): string {
  return [query, body]
    .flatMap((schema) => Object.keys(schema?.shape ?? {}))
    .map(code)
    .join(', ');
}
