import { hints, Text } from '@seaworthy/kit/config';
import { z } from 'zod';

/** The normalized `server.access.oidc`. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  readonly label: string;
  readonly userClaim: string;
  readonly roles: { readonly claim: string; readonly map: Readonly<Record<string, readonly string[]>> };
  readonly createsUsers: boolean;
  readonly linksUsers: boolean;
  readonly publicUrl: string | undefined;
}

/** Plain HTTP is for a provider on this machine. */
const safeUrl = /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?)(?:\/[^\s?#]*)?$/;
const Issuer = z
  .string()
  .regex(safeUrl)
  .register(hints, { expected: 'a URL with https', example: 'https://login.example.com' });
const Origin = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+$/)
  .register(hints, { expected: 'scheme and host', example: 'https://ops.example.com' });
const RoleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .register(hints, { expected: 'the name of a role', example: 'operator' });

/** `server.access.oidc` as it may be written. */
export const OidcSection = z.strictObject({
  issuer: Issuer.describe('Exactly as the provider calls itself; its discovery document is looked for below it.'),
  clientId: Text.describe('As which we are registered there.'),
  clientSecret: Text.optional().describe('Write ${file:/path} or ${NAME}; none for a public client.'),
  scopes: z.array(Text).default(['openid', 'profile', 'email']).describe('What is asked for; openid among them.'),
  label: Text.default('Single sign-on').describe('On the button of the sign-in page.'),
  userClaim: Text.default('preferred_username').describe('The claim that becomes the name of the user.'),
  roles: z
    .strictObject({
      claim: Text.default('groups').describe('The claim that lists groups.'),
      map: z
        .record(z.string(), z.array(RoleName).min(1))
        .describe('Roles by group; whoever gets none may not come in.'),
    })
    .describe('What people may do here, by what the provider says of them.'),
  createUsers: z.boolean().default(true).describe('Whoever comes for the first time becomes a user.'),
  linkUsers: z
    .boolean()
    .default(false)
    .describe(
      'A user who was there before under that name is the same person. Only where the provider gives no name twice.',
    ),
  publicUrl: Origin.optional().describe('Where browsers reach us, when a proxy stands in front.'),
});

export function normalizeOidc({ createUsers, linkUsers, ...raw }: z.output<typeof OidcSection>): OidcConfig {
  const scopes = [...new Set(['openid', ...raw.scopes])];
  const { clientSecret, publicUrl } = raw;
  return { ...raw, scopes, clientSecret, publicUrl, createsUsers: createUsers, linksUsers: linkUsers };
}
