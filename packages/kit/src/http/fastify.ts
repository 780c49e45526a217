import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { failureOf } from './failure.ts';
import { observeRequests } from './observe-requests.ts';
import { operationsPages } from './operations-pages.ts';
import type { ServiceParts } from './service-parts.ts';
import { stopWithShutdown } from './stop-server.ts';

interface Request {
  readonly raw: IncomingMessage;
}

interface Reply {
  readonly raw: ServerResponse;
  hijack(): unknown;
  code(status: number): Reply;
  headers(headers: Readonly<Record<string, string>>): Reply;
  send(body: unknown): unknown;
}

/** What is used of a Fastify instance, so that the kit need not have Fastify's types. */
interface Instance {
  readonly server: Server;
  addHook(name: 'onRequest', hook: (request: Request, reply: Reply, done: () => void) => void): unknown;
  setErrorHandler(handler: (error: unknown, request: Request, reply: Reply) => unknown): unknown;
  close(): PromiseLike<unknown>;
}

/**
 * A plugin for Fastify 4 and 5. Register it first: routes that were there before are not seen by it.
 *
 *     await app.register(fastifyKit(parts));
 */
export function fastifyKit(parts: ServiceParts): (instance: object) => Promise<void> {
  const plugin = async (given: object) => {
    const instance = given as Instance;
    const observe = observeRequests(parts);
    const pages = operationsPages(parts);
    instance.addHook('onRequest', (request, reply, done) => {
      observe(request, reply, () => {
        if (pages(request.raw, reply.raw)) reply.hijack();
        else done();
      });
    });
    instance.setErrorHandler((error, { raw }, reply) => {
      const { status, headers, body } = failureOf(error, raw, parts);
      return reply.code(status).headers(headers).send(body);
    });
    stopWithShutdown(parts, instance);
  };
  // Fastify's own way to say that a plugin is for the whole instance, not for a part of it.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'seaworthy',
  });
}
