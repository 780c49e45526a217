import type { Server } from 'node:http';
import { drainableServer } from '../shutdown/http-server.ts';
import type { ServiceParts } from './service-parts.ts';

const defaultDrainMs = 8000;

/**
 * Has the shutdown stop this server: not ready first, then nothing new is accepted, then what is in flight is finished.
 * Gives the server back. Call it before the first request comes.
 */
export function stopWithShutdown<S extends Server>(parts: ServiceParts, server: S): S {
  const { shutdown, health, drainMs: deadlineMs = defaultDrainMs } = parts;
  if (shutdown === undefined) return server;
  const drainable = drainableServer(server);
  shutdown.onStop('http', async () => void (await drainable.drain({ deadlineMs })));
  shutdown.onStop('readiness', () => health?.setShuttingDown());
  return server;
}
