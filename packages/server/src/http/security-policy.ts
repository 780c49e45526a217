import type { FastifyHelmetOptions } from '@fastify/helmet';

/** A year, as browsers' lists of such sites ask. Other ports and names of the host may speak plain HTTP. */
const hsts = { maxAge: 31_536_000, includeSubDomains: false };

/**
 * Only what we serve ourselves runs or is shown, nobody frames the console. HSTS where we speak TLS; on loopback, and
 * where TLS ends before us, we speak plain HTTP.
 */
export function securityPolicy({ isTls }: { readonly isTls: boolean }): FastifyHelmetOptions {
  const strictTransportSecurity = isTls ? hsts : false;
  return { contentSecurityPolicy, strictTransportSecurity, referrerPolicy: { policy: 'no-referrer' } };
}

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};
