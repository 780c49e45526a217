import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HttpError } from './errors.ts';

/** Vite puts the content's hash into these names: what is fetched once is good for ever. */
const hashedAssets = '/assets/';

/** The console's files; a path that is none of them is a page of the console, which is drawn by index.html. */
export async function registerConsole(app: FastifyInstance, consoleDir: string | undefined): Promise<void> {
  if (consoleDir === undefined || !existsSync(join(consoleDir, 'index.html'))) {
    app.get('/', { config: { permission: null } }, (_, reply) => reply.type('text/plain').send(notBuilt));
    return;
  }
  const { default: fastifyStatic } = await import('@fastify/static');
  // The build leaves each asset compressed beside itself.
  await app.register(fastifyStatic, { root: consoleDir, serve: false, preCompressed: true });
  app.get<{ Params: { '*': string } }>('/*', { config: { permission: null } }, (request, reply) => {
    const path = request.params['*'];
    if (isApi(path)) throw new HttpError('not_found');
    return sendFile(reply, consoleDir, path);
  });
}

const notBuilt = 'Seaworthy runs. The console is not built: run `npm run build`.\n';

function isApi(path: string): boolean {
  return /^(api|prometheus|alertmanager|public|v1)(\/|$)/.test(path);
}

function sendFile(reply: FastifyReply, consoleDir: string, path: string): FastifyReply {
  const isFile = path !== '' && !path.split('/').includes('..') && existsSync(join(consoleDir, path));
  const isAsset = `/${path}`.startsWith(hashedAssets);
  if (isAsset && !isFile) throw new HttpError('not_found');
  if (isAsset) return reply.sendFile(path, { maxAge: '365d', immutable: true });
  return reply.header('cache-control', 'no-cache').sendFile(isFile ? path : 'index.html', { cacheControl: false });
}
