import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerFailure } from './failure.ts';
import { observeRequests } from './observe-requests.ts';
import { operationsPages } from './operations-pages.ts';
import type { ServiceParts } from './service-parts.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/**
 * The listener of a `node:http` server: `handle` with everything around it.
 *
 *     const server = stopWithShutdown(parts, createServer(httpListener(parts, async (request, response) => {
 *       setHttpRoute('/hello');
 *       response.end('hello');
 *     })));
 */
export function httpListener(parts: ServiceParts, handle: Handle): RequestListener {
  const observe = observeRequests(parts);
  const pages = operationsPages(parts);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await handle(request, response);
    } catch (error) {
      answerFailure(error, request, response, parts);
    }
  }

  return (request, response) => {
    observe(request, response, () => {
      if (!pages(request, response)) void serve(request, response);
    });
  };
}
