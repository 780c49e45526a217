import { Duration, hints } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { OidcConfig } from './oidc-section.ts';
import { normalizeOidc, OidcSection } from './oidc-section.ts';

/** What an installation decides about sign-ins: the normalized `server.access`. */
export interface AccessConfig {
  readonly lockout: { readonly freeTries: number; readonly firstWaitMs: number; readonly longestWaitMs: number };
  readonly changesPerMinute: number;
  readonly signInsPerMinute: number;
  readonly secondFactorFor: readonly string[];
  readonly oidc: OidcConfig | undefined;
}

const RoleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .register(hints, { expected: 'the name of a role', example: 'admin' });

const AccessKeys = z.strictObject({
  secondFactorFor: z
    .array(RoleName)
    .default([])
    .describe('Roles whose holders may do nothing in a session but enrol a second factor, until they have one.'),
  signInsPerMinute: z.int().min(1).max(10_000).default(10).describe('From one address.'),
  changesPerMinute: z.int().min(10).max(1_000_000).default(300).describe('Of one caller; telemetry is not counted.'),
  lockout: z
    .strictObject({
      freeTries: z
        .int()
        .min(2)
        .max(100)
        .default(5)
        .describe('Wrong ones for one user; an address has four times as many.'),
      firstWait: Duration.prefault('1s').describe('After the first one too many; each further one doubles it.'),
      longestWait: Duration.prefault('15m').describe('No wait is longer.'),
    })
    .prefault({}),
  oidc: OidcSection.optional().describe('Sign-in by an OpenID Connect provider.'),
});

/** `server.access` as it may be written. */
export const AccessSection = AccessKeys.superRefine(({ lockout }, context) => {
  const { firstWait, longestWait } = lockout;
  const tell = (path: string, message: string, fix: string) =>
    context.addIssue({ code: 'custom', path: ['lockout', path], message, params: { fix } });
  if (firstWait < 100) tell('firstWait', 'slows nobody down', 'Write 1s or more.');
  if (longestWait < firstWait) tell('longestWait', 'is shorter than the first wait', 'Write 15m.');
  if (longestWait > 24 * 3_600_000) tell('longestWait', 'locks people out for good', 'Write 24h or less.');
});

export function normalizeAccess({ lockout, oidc, ...rest }: z.output<typeof AccessKeys>): AccessConfig {
  const { freeTries, firstWait, longestWait } = lockout;
  const normalized = oidc && normalizeOidc(oidc);
  return { ...rest, oidc: normalized, lockout: { freeTries, firstWaitMs: firstWait, longestWaitMs: longestWait } };
}
