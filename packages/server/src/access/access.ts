import { dirname, join } from 'node:path';
import type { Database } from '../db/database.ts';
import type { Sealer } from '../db/sealed-column.ts';
import type { Clock } from '../platform/clock.ts';
import { createAccessTokens } from './access-tokens.ts';
import type { ApprovalPolicy } from './approvals/approval-policy.ts';
import { noApprovals } from './approvals/approval-policy.ts';
import { createApprovalStore } from './approvals/approval-store.ts';
import type { Approvals } from './approvals/approvals.ts';
import { createApprovals } from './approvals/approvals.ts';
import { createChangeLimit } from './change-limit.ts';
import type { AccessEvent, OnAccessEvent } from './events.ts';
import { changed, keyRotated } from './events.ts';
import { openKeyFile } from './key-file.ts';
import { createLockout } from './lockout.ts';
import type { Oidc } from './oidc/oidc.ts';
import { createOidc } from './oidc/oidc.ts';
import type { OidcPolicy } from './oidc/oidc-policy.ts';
import type { OwnAccount } from './own-account.ts';
import { createOwnAccount } from './own-account.ts';
import type { AccessParts } from './parts.ts';
import { createPasswords } from './passwords.ts';
import type { AccessPolicy } from './policy.ts';
import { defaultAccessPolicy } from './policy.ts';
import type { Principal } from './principal.ts';
import type { Credentials } from './recognition.ts';
import { createRecognition } from './recognition.ts';
import type { RoleDesk } from './role-desk.ts';
import { createRoleDesk } from './role-desk.ts';
import { adminRole, createRoleStore } from './roles.ts';
import { createSeal } from './seal.ts';
import { sealOldAccessRows } from './seal-old-rows.ts';
import { createSecondFactors } from './second-factors.ts';
import type { Random } from './secret.ts';
import { createSessionStore } from './sessions.ts';
import type { SignIns } from './sign-in.ts';
import { createSignIns } from './sign-in.ts';
import { createSignInCodes } from './sign-in-codes.ts';
import type { SignedRequests } from './signed-requests.ts';
import { createSignedRequests } from './signed-requests.ts';
import type { TokenDesk } from './token-desk.ts';
import { createTokenDesk } from './token-desk.ts';
import { ensureTokenFile, localToken } from './token-file.ts';
import type { NewToken } from './tokens.ts';
import { createTokenStore } from './tokens.ts';
import type { UserDesk } from './user-desk.ts';
import { createUserDesk } from './user-desk.ts';
import { createUserStore, localUser } from './users.ts';

/** Who may come in, and what they may do. */
export interface Access {
  /**
   * Who calls; undefined for whoever cannot prove it. Tools that know only HTTP Basic send a token as the password, with
   * any user name.
   */
  authenticate(credentials: Credentials): Promise<Principal | undefined>;
  /** The same caller as they are now; undefined when what they came with counts no more. */
  recheck(caller: Principal): Promise<Principal | undefined>;
  /** Told whenever somebody may have lost something: a session that ended, a role that changed. Returns what ends it. */
  onChange(listener: () => void): () => void;
  /** A token that outlives restarts, in a file that its owner alone can read; made when there is none that fits. */
  ensureToken(file: string, token: NewToken): Promise<string>;
  /** From now on other keys sign and renew sessions; those that stand go on. */
  rotateSessionKeys(): Promise<void>;
  /** Zero when the caller may change something now, else how long they must wait. */
  changeWaitMs(caller: Principal): number;
  /** Of what is seen elsewhere: a request that was refused for want of a permission. */
  tell(event: AccessEvent): Promise<void>;
  readonly signIns: SignIns;
  readonly users: UserDesk;
  readonly roles: RoleDesk;
  readonly tokens: TokenDesk;
  readonly account: OwnAccount;
  readonly policy: AccessPolicy;
  /** Changes that need a second person. */
  readonly approvals: Approvals;
  /** Where a sign-in provider is set up. */
  readonly oidc: Oidc | undefined;
  /** Requests that are signed instead of bringing a token along. */
  readonly signatures: SignedRequests;
}

export interface AccessOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Made at the first start, 0600. */
  readonly tokenFile: string;
  /** Of the keys of sessions, 0600; beside the token file unless given. */
  readonly keyFile?: string;
  readonly policy?: AccessPolicy;
  /** What needs a second person; nothing unless given. */
  readonly approvals?: ApprovalPolicy;
  /** By whom people may sign in instead. */
  readonly oidc?: OidcPolicy | undefined;
  /** Seals what must be read again: second factors, and changes that wait. */
  readonly sealer: Sealer;
  /** Told of every sign-in, failure, lock-out and change; awaited before the answer. */
  readonly onEvent?: OnAccessEvent;
}

/** Throws `KeyFileProblem` when the file of keys is no such file. */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const { database, clock, random, sealer, tokenFile, policy = defaultAccessPolicy } = options;
  const keys = await openKeyFile(options.keyFile ?? join(dirname(tokenFile), 'sessions.json'), clock, random, (ids) =>
    parts.tell(keyRotated(ids)),
  );
  await sealOldAccessRows(
    database,
    {
      secondFactors: createSeal(keys.derive('second factors'), random),
      approvals: createSeal(keys.derive('approvals'), random),
    },
    sealer,
  );
  const listeners = new Set<() => void>();
  const parts: AccessParts = {
    users: createUserStore(database, clock),
    roles: createRoleStore(database, clock),
    sessions: createSessionStore({ database, clock, random, keys: keys.refreshKeys }),
    tokens: createTokenStore(database, clock, random),
    codes: createSignInCodes(database, clock, random),
    passwords: createPasswords(),
    secondFactors: createSecondFactors({ database, clock, random, sealer, issuer: 'Seaworthy' }),
    lockout: createLockout(database, clock, policy.lockout),
    accessTokens: createAccessTokens(keys, clock),
    policy,
    clock,
    tell: async (event) => {
      await options.onEvent?.(event);
      for (const listener of listeners) listener();
    },
  };
  await ensureLocalUser(parts);
  const ensureToken = (file: string, token: NewToken) =>
    ensureTokenFile(file, parts.tokens, token, ({ id, name }) =>
      parts.tell(
        changed({ name: 'seaworthy', permissions: new Set() }, 'token.create', `token ${id}`, `${name}, for ${file}`),
      ),
    );
  await ensureToken(tokenFile, localToken);
  const recognition = createRecognition(parts);
  const changes = createChangeLimit(policy.changesPerMinute, clock);
  const signIns = createSignIns(parts, recognition);
  const oidcSeal = createSeal(keys.derive('sign-ins by a provider'), random);
  const withOidc = (oidc: OidcPolicy) =>
    createOidc({ ...parts, ...{ database, random, signIns }, policy: oidc, seal: oidcSeal });
  return {
    authenticate: recognition.recognise,
    recheck: recognition.again,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ensureToken,
    rotateSessionKeys: keys.rotate,
    changeWaitMs: ({ name }) => changes.take(name),
    tell: parts.tell,
    signIns,
    oidc: options.oidc && withOidc(options.oidc),
    signatures: createSignedRequests({
      ...{ clock, tokens: parts.tokens, tell: parts.tell, standing: recognition.standing },
      key: keys.derive('signed requests'),
    }),
    users: createUserDesk(parts),
    roles: createRoleDesk(parts),
    tokens: createTokenDesk(parts),
    account: createOwnAccount(parts),
    policy,
    approvals: createApprovals({
      ...{ clock, random, sealer, tell: parts.tell, standing: recognition.standing },
      ...{ store: createApprovalStore(database), policy: options.approvals ?? noApprovals },
    }),
  };
}

/** The only user that comes by itself: whoever owns this machine's account. It has no password. */
async function ensureLocalUser({ users }: AccessParts): Promise<void> {
  if ((await users.get(localUser)) === undefined) await users.add({ name: localUser, roles: [adminRole] });
}
