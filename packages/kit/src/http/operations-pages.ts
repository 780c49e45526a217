import type { IncomingMessage, ServerResponse } from 'node:http';
import { metricsHandler } from '../metrics/handler.ts';
import type { ServiceParts } from './service-parts.ts';

type Page = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/**
 * Answers `/health` and its like, and `/metrics`. False, at once, when the request is for the service; else the page is
 * being answered.
 */
export function operationsPages({ health, metrics }: ServiceParts): (...args: Parameters<Page>) => boolean {
  const pages: readonly Page[] = [...(health ? [health.handler()] : []), ...(metrics ? [metricsHandler(metrics)] : [])];
  return (request, response) =>
    pages.some((page) => {
      const answered = page(request, response);
      if (answered instanceof Promise) answered.catch(() => response.destroy());
      return answered !== false;
    });
}
