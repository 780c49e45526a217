import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

export const UserName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'a name is 1 to 64 of a-z 0-9 . _ @ -, and begins with a letter or digit');
export const RoleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name is 1 to 32 of a-z 0-9 -, and begins with a letter');
/** One of the list, or `<service>:<word>` for what a service asks of its own callers. */
export const GrantName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9_-]{0,62}$/, 'a permission reads like service:read or asr:view_files');
/** Rules for a good one are asked where it is set, with words for each. */
export const Password = z.string().min(1).max(1024);
/** Six digits of the authenticator, or a recovery code. */
export const Otp = z.string().min(6).max(40);

/** Somebody who may sign in. */
export const User = z.object({
  name: z.string(),
  roles: z.array(z.string()),
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  createdAt: Timestamp,
  lastSignInAt: Timestamp.nullable(),
});
export type User = z.infer<typeof User>;

/** Opens one session, once; told here and nowhere again. */
export const SignInLink = z.object({ url: z.string(), expiresAt: Timestamp });
export type SignInLink = z.infer<typeof SignInLink>;

export const Role = z.object({
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  permissions: z.array(z.string()),
});
export type Role = z.infer<typeof Role>;

/** What a program comes with instead of a person; its text is told once. */
export const Token = z.object({
  id: z.string(),
  name: z.string(),
  user: z.string().nullable().describe('Whose it is; null: an installation has it for itself.'),
  permissions: z.array(z.string()),
  createdAt: Timestamp,
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable().describe('To the minute.'),
});
export type Token = z.infer<typeof Token>;

export const Session = z.object({
  id: z.string(),
  user: z.string(),
  current: z.boolean().describe('The one that asks.'),
  createdAt: Timestamp,
  usedAt: Timestamp.describe('To a quarter of an hour.'),
  expiresAt: Timestamp,
  sourceAddress: z.string().nullable(),
  client: z.string().nullable().describe('What the browser or program called itself.'),
});
export type Session = z.infer<typeof Session>;

/** For programs that keep no cookies. */
export const SessionTokens = z.object({
  access: z.string(),
  accessExpiresAt: Timestamp,
  refresh: z.string().describe('Works once: each refresh gives the next.'),
});
export type SessionTokens = z.infer<typeof SessionTokens>;
