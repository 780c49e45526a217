import type { FastifyInstance } from 'fastify';

/** Where Prometheus and Alertmanager tell whether they live: load balancers and tools ask there, without a sign-in. */
export function registerPeerHealth(face: FastifyInstance, isReady: () => Promise<boolean>): void {
  const open = { config: { permission: null } };
  face.get('/-/healthy', open, (_, reply) => reply.type('text/plain; charset=utf-8').send('OK\n'));
  face.get('/-/ready', open, async (_, reply) => {
    const ready = await isReady();
    reply.code(ready ? 200 : 503).type('text/plain; charset=utf-8');
    return reply.send(ready ? 'OK\n' : 'Not ready\n');
  });
}
