import type { Client, ClientOptions } from './caller.ts';
import { createCaller } from './caller.ts';
import { routes } from './routes.ts';

/** A client for every route of the control plane. */
export function createClient(options: ClientOptions): Client {
  return createCaller(routes, options);
}
