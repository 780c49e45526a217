import type { Clock } from '../platform/clock.ts';
import { readCredential } from './credential.ts';
import type { Ask } from './http-source.ts';
import { SecretError } from './secret-error.ts';

/** How we prove to Vault who we are. Files are read at each use: an agent beside us may write new tokens there. */
export type VaultAuth =
  | { readonly kind: 'token'; readonly token: string | undefined; readonly tokenFile: string | undefined }
  | {
      readonly kind: 'approle';
      readonly mount: string;
      readonly roleId: string;
      readonly secretId: string | undefined;
      readonly secretIdFile: string | undefined;
    };

export interface VaultLogin {
  token(signal: AbortSignal | undefined): Promise<string>;
  /** The token was refused: the next one is another, if there can be another. */
  forget(): void;
}

/** A token is used for this share of its lease; then we sign in again. */
const usedShare = 0.8;

export function vaultLogin(
  auth: VaultAuth,
  ask: Ask,
  headers: Readonly<Record<string, string>>,
  clock: Clock,
): VaultLogin {
  if (auth.kind === 'token') {
    return {
      token: () => readCredential('The token for Vault', auth.token, auth.tokenFile),
      forget: () => undefined,
    };
  }
  let leased: { readonly token: string; readonly untilMs: number } | undefined;
  return {
    async token(signal) {
      if (leased !== undefined && clock.monotonicMs() < leased.untilMs) return leased.token;
      const secretId = await readCredential('The secret id for Vault', auth.secretId, auth.secretIdFile);
      const body = { role_id: auth.roleId, secret_id: secretId };
      const answer = await ask({ method: 'POST', path: `/v1/auth/${auth.mount}/login`, headers, body, signal });
      const { token, leaseSeconds } = readLogin(answer.status, answer.body);
      leased = { token, untilMs: clock.monotonicMs() + leaseSeconds * 1000 * usedShare };
      return token;
    },
    forget() {
      leased = undefined;
    },
  };
}

function readLogin(status: number, body: unknown): { readonly token: string; readonly leaseSeconds: number } {
  const { auth } = (body ?? {}) as { readonly auth?: { client_token?: unknown; lease_duration?: unknown } };
  if (status === 200 && typeof auth?.client_token === 'string') {
    const { lease_duration: seconds } = auth;
    // 0 is a token without an end; it is asked for anew now and then all the same.
    return { token: auth.client_token, leaseSeconds: typeof seconds === 'number' && seconds > 0 ? seconds : 3600 };
  }
  throw new SecretError('secret_source_refused', `Vault did not let us sign in by AppRole (HTTP ${status}).`, {
    hint: 'Check server.vault.roleId, and whether the secret id is used up or too old.',
    retryable: status >= 500,
  });
}
