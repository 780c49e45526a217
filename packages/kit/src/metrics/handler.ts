import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './instruments.ts';

/** Answers scrapes on `path`; tells whether the request was one. */
export function metricsHandler(
  metrics: Metrics,
  path = '/metrics',
): (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean> {
  return (request, response) => {
    const [asked] = (request.url ?? '').split('?', 1);
    return asked === path ? answer(metrics, request, response) : false;
  };
}

async function answer(metrics: Metrics, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  const text = await metrics.render();
  response.writeHead(200, {
    'content-type': metrics.contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
  return true;
}
