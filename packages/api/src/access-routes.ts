import { z } from 'zod';
import { GrantName, Role, RoleName, SignInLink, Token, User, UserName } from './access.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';
import { sessionRoutes } from './session-routes.ts';

const Done = z.object({ ok: z.literal(true) });
const NamedUser = z.object({ name: z.string().max(64) });
const NamedRole = z.object({ name: RoleName });
const Id = z.object({ id: z.string().max(64) });
const Roles = z.array(RoleName).min(1).max(20);

/** Who may come in, and what they may do. */
export const accessRoutes = {
  ...sessionRoutes,
  users: {
    method: 'GET',
    path: '/api/v1/users',
    summary: 'Who may sign in',
    permission: 'users:read',
    query: z.object(pageQuery),
    response: page(User),
  },
  addUser: {
    method: 'POST',
    path: '/api/v1/users',
    summary: 'Add somebody; the answer has the link for their first sign-in',
    leavesNoTrace: true,
    permission: 'users:write',
    body: z.strictObject({ name: UserName, roles: Roles }),
    response: z.object({ user: User, signIn: SignInLink }),
    status: 201,
  },
  changeUser: {
    method: 'PUT',
    path: '/api/v1/users/{name}',
    summary: "Change somebody's roles, or disable and enable them",
    permission: 'users:write',
    params: NamedUser,
    body: z.strictObject({ roles: Roles.optional(), disabled: z.boolean().optional() }),
    response: User,
  },
  removeUser: {
    method: 'DELETE',
    path: '/api/v1/users/{name}',
    summary: 'Remove somebody, with their sessions and tokens',
    permission: 'users:write',
    params: NamedUser,
    response: Done,
  },
  resetUser: {
    method: 'POST',
    path: '/api/v1/users/{name}/reset',
    summary: 'Forget a password, and a second factor when asked to; ends the sessions and answers a new sign-in link',
    leavesNoTrace: true,
    permission: 'users:write',
    params: NamedUser,
    body: z.strictObject({ secondFactor: z.boolean().default(false) }),
    response: SignInLink,
  },
  endUserSessions: {
    method: 'DELETE',
    path: '/api/v1/users/{name}/sessions',
    summary: 'Sign somebody out everywhere',
    permission: 'sessions:write',
    params: NamedUser,
    response: z.object({ ended: z.number() }),
  },
  roles: {
    method: 'GET',
    path: '/api/v1/roles',
    summary: 'The roles and what each may do',
    permission: 'users:read',
    response: z.object({ items: z.array(Role), permissions: z.array(z.string()) }),
  },
  setRole: {
    method: 'PUT',
    path: '/api/v1/roles/{name}',
    summary: 'Make a role, or change one that is not built in',
    permission: 'roles:write',
    params: NamedRole,
    body: z.strictObject({
      permissions: z.array(GrantName).min(1).max(200),
      description: z.string().max(200).default(''),
    }),
    response: Role,
  },
  removeRole: {
    method: 'DELETE',
    path: '/api/v1/roles/{name}',
    summary: 'Remove a role that nobody has',
    permission: 'roles:write',
    params: NamedRole,
    response: Done,
  },
  tokens: {
    method: 'GET',
    path: '/api/v1/tokens',
    summary: "Your own tokens; everybody's with users:read",
    permission: 'tokens:read',
    query: z.object(pageQuery),
    response: page(Token),
  },
  createToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make a token that may do no more than you may; its text is told once',
    leavesNoTrace: true,
    permission: 'tokens:write',
    body: z.strictObject({
      name: z.string().regex(/^[\w][\w .@/-]{0,63}$/, 'a name is 1 to 64 letters, digits, blanks and . _ @ / -'),
      permissions: z.array(GrantName).max(200).default([]),
      roles: z.array(RoleName).max(20).default([]),
      lifeMs: z
        .int()
        .min(60_000)
        .max(5 * 365 * 86_400_000)
        .nullable()
        .default(90 * 86_400_000),
    }),
    response: z.object({ token: Token, text: z.string() }),
    status: 201,
  },
  signingKey: {
    method: 'POST',
    path: '/api/v1/tokens/{id}/signing-key',
    summary: 'The key by which requests are signed in the name of a token of yours; it ends with the token',
    leavesNoTrace: true,
    permission: 'tokens:write',
    params: Id,
    response: z.object({ id: z.string(), key: z.string().describe('32 bytes, hex') }),
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/{id}',
    summary: "End a token at once: your own, or with users:write anybody's",
    permission: 'tokens:write',
    params: Id,
    response: Done,
  },
} as const satisfies Record<string, Route>;
