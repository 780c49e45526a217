import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from './errors.ts';

/** What the world may see; made elsewhere, sent from here. */
export interface StatusPageFace {
  html(): StatusAnswer;
  json(): StatusAnswer;
  /** `origin`: by which the asker came. */
  rss(origin: string): StatusAnswer;
  /** Of the page. */
  readonly contentSecurityPolicy: string;
}

export interface StatusAnswer {
  readonly body: string | Buffer;
  readonly etag: string;
}

export interface StatusPageRoutesOptions {
  readonly statusPage?: StatusPageFace;
  readonly statusPageLimit?: number;
}

/** Of one address in a minute. Many visitors may come by one proxy, and an answer costs next to nothing. */
const REQUESTS_A_MINUTE = 6_000;

/** The public page: open to everyone, the same for everyone, so that caches may keep it. */
export function registerStatusPage(app: FastifyInstance, options: StatusPageRoutesOptions): void {
  const { statusPage, statusPageLimit: max = REQUESTS_A_MINUTE } = options;
  const config = { permission: null, isQuiet: true, rateLimit: { max, timeWindow: 60_000 } } as const;
  const serve = (url: string, type: string, read: (face: StatusPageFace, request: FastifyRequest) => StatusAnswer) =>
    app.get(url, { config }, (request, reply) => {
      if (statusPage === undefined) throw new HttpError('not_found');
      reply.header('content-security-policy', statusPage.contentSecurityPolicy);
      return answer(request, reply.type(type), read(statusPage, request));
    });
  serve('/public/status', 'text/html; charset=utf-8', (face) => face.html());
  serve('/public/status.json', 'application/json; charset=utf-8', (face) => face.json());
  serve('/public/status.rss', 'application/rss+xml; charset=utf-8', (face, request) => face.rss(originOf(request)));
}

function answer(request: FastifyRequest, reply: FastifyReply, { body, etag }: StatusAnswer): FastifyReply {
  reply.header('cache-control', 'public, max-age=30').header('etag', etag);
  return isKnown(request.headers['if-none-match'], etag) ? reply.code(304).send() : reply.send(body);
}

/** RFC 9110, 13.1.2: any of the list, compared weakly. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** What the asker calls us, and nothing that we know ourselves. */
function originOf({ protocol, headers: { host = '' } }: FastifyRequest): string {
  return /^[A-Za-z0-9.:[\]-]+$/.test(host) ? `${protocol}://${host}` : '';
}
