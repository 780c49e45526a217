import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * Only what we serve ourselves runs or is shown, nobody frames the console. No HSTS and no upgrade to https: the
 * control plane speaks plain HTTP on loopback, and TLS ends before it elsewhere.
 */
export const contentSecurityPolicy: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
};
