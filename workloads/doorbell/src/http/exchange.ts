import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer, as a route sees them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly traceId: string;
  /** The caller's `X-Request-Id`, else the trace id. */
  readonly requestId: string;
  /** The values of `:name` parts of the route's path. */
  readonly params: Readonly<Record<string, string>>;
}

/** Answers `method path`; `:name` in the path stands for one segment. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly handle: (exchange: Exchange) => void | Promise<void>;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
