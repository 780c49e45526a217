import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Principal } from '../access/principal.ts';
import { HttpError } from './errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A signature may prove who asks, instead of a token. */
    takesSignature?: true;
  }
  interface FastifyRequest {
    signedBodyHash: string | undefined;
  }
}

/** Routes that programs elsewhere call by a webhook. */
export const signedRoutes: ReadonlySet<string> = new Set(['push', 'pushByGet', 'deploy', 'rollback']);
const emptyHash = createHash('sha256').digest('hex');

/** Whoever signed the request; its body is compared with what was signed before anything is done. */
export async function signerOf(request: FastifyRequest, access: Access): Promise<Principal | undefined> {
  const header = request.headers['seaworthy-signature'];
  if (typeof header !== 'string' || request.routeOptions.config.takesSignature !== true) return undefined;
  const { method, raw, ip } = request;
  const asked = { header, method, path: raw.url ?? '', sourceAddress: ip };
  const { principal, bodyHash } = await access.signatures.verify(asked);
  request.signedBodyHash = bodyHash;
  return principal;
}

export function compareSignedBodies(app: FastifyInstance): void {
  app.decorateRequest('signedBodyHash', undefined);
  app.addHook('preParsing', async (request, _, payload) => {
    const { signedBodyHash } = request;
    if (signedBodyHash === undefined) return payload;
    if (isWithoutBody(request)) {
      if (signedBodyHash !== emptyHash) throw otherBody();
      return payload;
    }
    return payload.pipe(compared(signedBodyHash));
  });
}

/** Passes on what it reads, and fails at the end when it is not what was signed: nothing is parsed then. */
function compared(expected: string): Transform & { receivedEncodedLength: number } {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(part: Buffer, _, done) {
      hash.update(part);
      counted.receivedEncodedLength += part.length;
      done(null, part);
    },
    flush: (done) => done(hash.digest('hex') === expected ? null : otherBody()),
  });
  const counted = Object.assign(stream, { receivedEncodedLength: 0 });
  return counted;
}

function isWithoutBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] === undefined && (length === undefined || length === '0');
}

function otherBody(): HttpError {
  return new HttpError('unauthenticated', 'The body is not the one that was signed.');
}
