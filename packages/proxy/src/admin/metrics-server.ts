import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { parseListen } from '../primary/listen-handle.ts';
import type { Primary } from '../primary/primary.ts';

/** `GET /metrics` for Prometheus, on its own address and never on the one that clients use. */
export async function serveMetrics(primary: Primary, listen: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end('GET /metrics\n');
      return;
    }
    primary.metrics().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parseListen(listen), resolve);
  });
  return server;
}
