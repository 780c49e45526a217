import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFailure } from './failure.ts';
import { observeRequests } from './observe-requests.ts';
import { operationsPages } from './operations-pages.ts';
import type { ServiceParts } from './service-parts.ts';

type Next = (error?: unknown) => void;

/** Two middlewares: one before all others, one after all others. */
export interface ExpressKit {
  readonly first: (request: IncomingMessage, response: ServerResponse, next: Next) => void;
  readonly errors: (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;
}

/**
 * Express 4 and 5.
 *
 *     const { first, errors } = expressKit(parts);
 *     app.use(first);
 *     app.get('/hello', …);
 *     app.use(errors);
 *     stopWithShutdown(parts, app.listen(8080));
 */
export function expressKit(parts: ServiceParts): ExpressKit {
  const observe = observeRequests(parts);
  const pages = operationsPages(parts);
  return {
    first(request, response, next) {
      observe(request, response, () => {
        if (!pages(request, response)) next();
      });
    },
    // Express knows it for an error handler by its four parameters.
    errors(error, request, response, _next) {
      answerFailure(error, request, response, parts);
    },
  };
}
