import { z } from 'zod';
import { Otp, Password, Session, SessionTokens, SignInLink } from './access.ts';
import type { Route } from './route.ts';
import { Timestamp } from './vocabulary.ts';

const Done = z.object({ ok: z.literal(true) });
const SignInBody = z.strictObject({
  code: z.string().min(1).max(200).optional().describe('Of a sign-in link; else name and password.'),
  name: z.string().min(1).max(64).optional(),
  password: Password.optional(),
  otp: Otp.optional().describe('Of the second factor, when the account has one.'),
  deliver: z.enum(['cookie', 'body']).default('cookie').describe('body: tokens in the answer, and no cookies.'),
});

/** Signing in and out, and what everybody may do with their own account. */
export const sessionRoutes = {
  signIn: {
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Begin a session by the one-time code of a sign-in link, or by name and password',
    leavesNoTrace: true,
    permission: null,
    body: SignInBody,
    response: z.object({ user: z.string(), expiresAt: Timestamp, tokens: SessionTokens.optional() }),
  },
  refreshSession: {
    method: 'POST',
    path: '/api/v1/session/refresh',
    summary: 'New tokens for those that expired; one that was used before ends the session',
    leavesNoTrace: true,
    permission: null,
    body: z.strictObject({ refresh: z.string().min(1).max(200) }),
    response: z.object({ user: z.string(), expiresAt: Timestamp, tokens: SessionTokens }),
  },
  signInOptions: {
    method: 'GET',
    path: '/api/v1/sign-in-options',
    summary: 'How one may sign in here: what a sign-in page shows',
    permission: null,
    response: z.object({
      password: z.boolean(),
      link: z.boolean(),
      provider: z
        .object({ label: z.string(), start: z.string(), signOut: z.string() })
        .nullable()
        .describe('Of OpenID Connect: what the button says, and the paths that the browser goes to.'),
    }),
  },
  session: {
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who is signed in, and what they may do',
    permission: 'account:use',
    response: z.object({
      user: z.string(),
      expiresAt: Timestamp.nullable(),
      roles: z.array(z.string()),
      permissions: z.array(z.string()),
      needsSecondFactor: z.boolean().describe('Until one is enrolled, nothing else is allowed.'),
      account: z
        .object({ hasPassword: z.boolean(), hasSecondFactor: z.boolean() })
        .optional()
        .describe('How its owner signs in; told to a session, not to a token.'),
    }),
  },
  signOut: {
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'End the session',
    permission: 'account:use',
    response: Done,
  },
  sessions: {
    method: 'GET',
    path: '/api/v1/sessions',
    summary: "Your open sessions; with sessions:read another user's",
    permission: 'account:use',
    query: z.object({ user: z.string().max(64).optional() }),
    response: z.object({ items: z.array(Session) }),
  },
  endSession: {
    method: 'DELETE',
    path: '/api/v1/sessions/{id}',
    summary: "End one of your sessions; with sessions:write anybody's",
    permission: 'account:use',
    params: z.object({ id: z.string().max(64) }),
    response: Done,
  },
  signOutEverywhere: {
    method: 'DELETE',
    path: '/api/v1/sessions',
    summary: 'End every session of yours, this one too',
    permission: 'account:use',
    response: z.object({ ended: z.number() }),
  },
  createSignInLink: {
    method: 'POST',
    path: '/api/v1/sign-in-links',
    summary: 'A new one-time link by which you sign in, valid for ten minutes',
    leavesNoTrace: true,
    permission: 'account:use',
    response: SignInLink,
  },
  changePassword: {
    method: 'PUT',
    path: '/api/v1/account/password',
    summary: 'Set or change your password; your other sessions end',
    leavesNoTrace: true,
    permission: 'account:use',
    body: z.strictObject({ current: Password.optional(), password: Password }),
    response: Done,
  },
  enrolSecondFactor: {
    method: 'POST',
    path: '/api/v1/account/second-factor',
    summary: 'A new secret for an authenticator; it counts once a code of it was confirmed',
    leavesNoTrace: true,
    permission: 'account:use',
    response: z.object({ uri: z.string(), secret: z.string() }),
  },
  confirmSecondFactor: {
    method: 'PUT',
    path: '/api/v1/account/second-factor',
    summary: 'Confirm the authenticator by a code of it; answers recovery codes, once',
    leavesNoTrace: true,
    permission: 'account:use',
    body: z.strictObject({ otp: Otp }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  removeSecondFactor: {
    method: 'POST',
    path: '/api/v1/account/second-factor/remove',
    summary: 'Give the second factor up, by a code of it',
    leavesNoTrace: true,
    permission: 'account:use',
    body: z.strictObject({ otp: Otp }),
    response: Done,
  },
} as const satisfies Record<string, Route>;
