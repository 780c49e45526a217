import { permissions } from '@seaworthy/api';
import type { Access } from '../access/access.ts';
import type { CallContext, Handlers } from '../http/handlers.ts';
import { toRole, toSession, toSignInLink, toToken, toUser } from './access-views.ts';
import { pageByKey } from './wire.ts';

export interface AccessHandlerParts {
  readonly access: Access;
}

const done = { ok: true } as const;

/** Users, roles, tokens and sessions: each route asks one desk of the access room. */
export function createAccessHandlers({ access }: AccessHandlerParts) {
  const { users, roles, tokens, account } = access;
  return {
    async users({ query }) {
      const { items, nextCursor } = pageByKey(await users.list(), ({ name }) => name, query);
      return { items: items.map(toUser), nextCursor };
    },
    async addUser({ body }, context) {
      const { user, code } = await users.add(body, askerOf(context));
      return { user: toUser(user), signIn: toSignInLink(code, context.origin) };
    },
    changeUser: async ({ params, body }, context) => toUser(await users.change(params.name, body, askerOf(context))),
    async removeUser({ params }, context) {
      await users.remove(params.name, askerOf(context));
      return done;
    },
    async resetUser({ params, body }, context) {
      return toSignInLink(await users.reset(params.name, body, askerOf(context)), context.origin);
    },
    endUserSessions: async ({ params }, context) => ({ ended: await users.signOut(params.name, askerOf(context)) }),
    roles: async () => ({ items: (await roles.list()).map(toRole), permissions: [...permissions] }),
    async setRole({ params, body }, context) {
      return toRole(await roles.set({ name: params.name, ...body }, askerOf(context)));
    },
    async removeRole({ params }, context) {
      await roles.remove(params.name, askerOf(context));
      return done;
    },
    async tokens({ query }, context) {
      const listed = (await tokens.list(askerOf(context))).map(toToken);
      return pageByKey(listed, ({ createdAt, id }) => `${newestFirst(createdAt)} ${id}`, query);
    },
    async createToken({ body }, context) {
      const { text, row } = await tokens.create(body, askerOf(context));
      return { token: toToken(row), text };
    },
    async signingKey({ params }, context) {
      return { id: params.id, key: await access.signatures.keyOf(params.id, askerOf(context)) };
    },
    async revokeToken({ params }, context) {
      await tokens.revoke(params.id, askerOf(context));
      return done;
    },
    async sessions({ query }, context) {
      const listed = await account.sessions(query.user, ownerOf(context));
      return { items: listed.map((session) => toSession(session, context.caller)) };
    },
    async endSession({ params }, context) {
      await account.endSession(params.id, ownerOf(context));
      return done;
    },
    signOutEverywhere: async (_, context) => ({ ended: await account.signOutEverywhere(ownerOf(context)) }),
    createSignInLink: async (_, context) => toSignInLink(await account.signInCode(ownerOf(context)), context.origin),
    async changePassword({ body }, context) {
      await account.changePassword(body, ownerOf(context));
      return done;
    },
    enrolSecondFactor: (_, context) => account.enrolSecondFactor(ownerOf(context)),
    async confirmSecondFactor({ body }, context) {
      return { recoveryCodes: await account.confirmSecondFactor(body.otp, ownerOf(context)) };
    },
    async removeSecondFactor({ body }, context) {
      await account.removeSecondFactor(body.otp, ownerOf(context));
      return done;
    },
  } satisfies Partial<Handlers>;
}

function askerOf({ caller, sourceAddress }: CallContext) {
  return { name: caller.name, permissions: caller.permissions, sourceAddress };
}

function ownerOf({ caller, sourceAddress }: CallContext) {
  return { ...caller, sourceAddress };
}

function newestFirst(time: string): string {
  return String(1e15 - Date.parse(time));
}
