import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRedactor } from '../logging/redact.ts';
import type { HealthReport, Liveness, Readiness } from './report.ts';
import { isServing } from './status.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What the endpoints tell. */
interface Told {
  report(): Promise<HealthReport>;
  readiness(): Promise<Readiness>;
  liveness(): Liveness;
}

type Endpoint = () => Answer | Promise<Answer>;

/** A check's message is often an error's, and who asks for the health need not have signed in. */
const redactor = createRedactor();

/** Every path and what stands behind it; an alias has the very same endpoint. */
export function createHealthHandler(
  health: Told,
  status: () => Readonly<Record<string, unknown>>,
): (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean> {
  const report: Endpoint = async () => {
    const body = await health.report();
    return { status: httpStatus(isServing(body.status)), body };
  };
  const readiness: Endpoint = async () => {
    const body = await health.readiness();
    return { status: httpStatus(body.ready), body };
  };
  const liveness: Endpoint = () => ({ status: 200, body: health.liveness() });
  const about: Endpoint = async () => ({ status: 200, body: { status: (await health.report()).status, ...status() } });
  const endpoints = new Map<string, Endpoint>([
    ['/health', report],
    ['/api/health', report],
    ['/health/detailed', report],
    ['/readiness', readiness],
    ['/ready', readiness],
    ['/api/ready', readiness],
    ['/liveness', liveness],
    ['/status', about],
    ['/api/deployment/status', about],
  ]);

  return (request, response) => {
    const endpoint = endpoints.get(pathOf(request));
    if (endpoint === undefined) return false;
    return answer(endpoint, request, response);
  };
}

function httpStatus(isGood: boolean): number {
  return isGood ? 200 : 503;
}

function pathOf(request: IncomingMessage): string {
  const [path = ''] = (request.url ?? '').split('?', 1);
  return path;
}

async function answer(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  const { status, body } = await endpoint();
  const text = `${JSON.stringify(redactor.value(body))}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
  return true;
}
