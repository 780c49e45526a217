import { referenceText } from '../config/inject-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Answer } from './http-source.ts';
import { httpAsker } from './http-source.ts';
import { SecretError } from './secret-error.ts';
import type { ReferenceTo, ResolvedSecret, SecretSource } from './secret-source.ts';
import type { VaultAuth } from './vault-login.ts';
import { vaultLogin } from './vault-login.ts';

export interface VaultOptions {
  readonly url: string;
  /** Of the KV engine, version 2. */
  readonly mount: string;
  readonly namespace: string | undefined;
  readonly auth: VaultAuth;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

type Reference = ReferenceTo<'vault'>;

/** Vault's HTTP API, KV version 2 (developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2); OpenBao speaks it too. */
export function vaultSource(options: VaultOptions, clock: Clock): SecretSource<Reference> {
  const { url, ca, timeoutMs, namespace, mount } = options;
  const ask = httpAsker({ name: 'Vault', url, ca, timeoutMs });
  const scope = namespace === undefined ? {} : { 'x-vault-namespace': namespace };
  const login = vaultLogin(options.auth, ask, scope, clock);
  const read = async ({ path }: Reference, signal: AbortSignal | undefined) => {
    const headers = { ...scope, 'x-vault-request': 'true', 'x-vault-token': await login.token(signal) };
    return ask({ path: `/v1/${escaped(mount)}/data/${escaped(path)}`, headers, signal });
  };
  return {
    async resolve(reference, signal) {
      const answer = await read(reference, signal);
      if (answer.status !== 403) return understand(reference, answer);
      // A lease may have been revoked before its end: one new sign-in tells whether it is that.
      login.forget();
      return understand(reference, await read(reference, signal));
    },
  };
}

function understand(reference: Reference, { status, body }: Answer): ResolvedSecret {
  const { data } = (body ?? {}) as { readonly data?: { data?: unknown; metadata?: { created_time?: unknown } } };
  // A deleted version answers 404 too, with metadata alone.
  if (status === 404) throw missing(reference, `Vault has nothing at ${reference.path}`);
  if (status === 403) throw refused(reference);
  if (status !== 200 || typeof data?.data !== 'object' || data.data === null) throw odd(status);
  const value = (data.data as Record<string, unknown>)[reference.key];
  if (value === undefined || value === null)
    throw missing(reference, `Vault's ${reference.path} has no key ${reference.key}`);
  const changed = Date.parse(String(data.metadata?.created_time));
  return {
    value: typeof value === 'string' ? value : JSON.stringify(value),
    changedAt: Number.isNaN(changed) ? undefined : changed,
  };
}

function escaped(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function missing(reference: Reference, message: string): SecretError {
  const hint = `Write it there, or mend ${referenceText(reference)} in runtime.inject; server.vault.mount names the engine.`;
  return new SecretError('secret_missing', `${message}.`, { hint });
}

function refused({ path }: Reference): SecretError {
  return new SecretError('secret_source_refused', `Vault does not let us read ${path} (HTTP 403).`, {
    hint: `The token is over, or its policy lacks "read" on data/${path}.`,
  });
}

function odd(status: number): SecretError {
  const [isTheirs, isLimit] = [status >= 500, status === 429];
  return new SecretError('secret_source_answer', `Vault answered HTTP ${status}, and not as its KV engine does.`, {
    hint: isTheirs
      ? 'It may be sealed or starting: `vault status` tells.'
      : 'Check server.vault.url and mount: KV version 2 is read.',
    retryable: isTheirs || isLimit,
  });
}
