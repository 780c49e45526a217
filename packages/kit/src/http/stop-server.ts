import type { Server } from 'node:http';
import type { ServerHolder } from '../shutdown/shutdown.ts';
import type { ServiceParts } from './service-parts.ts';

/**
 * Has the shutdown stop this server: not ready first, then, after the grace, nothing new is accepted, then what is in
 * flight is finished. Gives the server back. Call it before the first request comes. Streams end by themselves when
 * `shutdown.stopping` aborts.
 */
export function stopWithShutdown<S extends Server | ServerHolder>({ shutdown, health }: ServiceParts, server: S): S {
  if (health) shutdown?.readiness(health);
  shutdown?.server(server);
  return server;
}
