export { setHttpRoute } from '../tracing/http-server.ts';
export type { ExpressKit } from './express.ts';
export { expressKit } from './express.ts';
export { fastifyKit } from './fastify.ts';
export type { Handle } from './plain.ts';
export { httpListener } from './plain.ts';
export type { ServiceParts } from './service-parts.ts';
export { stopWithShutdown } from './stop-server.ts';
