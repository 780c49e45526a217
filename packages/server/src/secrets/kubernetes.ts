import { referenceText } from '../config/inject-config.ts';
import { readCredential } from './credential.ts';
import type { Answer } from './http-source.ts';
import { httpAsker } from './http-source.ts';
import { SecretError } from './secret-error.ts';
import type { ReferenceTo, ResolvedSecret, SecretSource } from './secret-source.ts';

export interface KubernetesOptions {
  readonly url: string;
  /** Of secrets that name none. */
  readonly namespace: string;
  /** A service account's, mounted; the kubelet renews it. */
  readonly tokenFile: string;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

type Reference = ReferenceTo<'kubernetes'>;

/** Secrets of a cluster, read through its API server: `GET /api/v1/namespaces/{namespace}/secrets/{name}`. */
export function kubernetesSource(options: KubernetesOptions): SecretSource<Reference> {
  const ask = httpAsker({ name: 'Kubernetes', ...options });
  return {
    async resolve(reference, signal) {
      const { namespace = options.namespace, name } = reference;
      const token = await readCredential("The service account's token", undefined, options.tokenFile);
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
      const answer = await ask({ path, headers: { authorization: `Bearer ${token}` }, signal });
      return understand(reference, namespace, answer);
    },
  };
}

function understand(reference: Reference, namespace: string, { status, body }: Answer): ResolvedSecret {
  const { name, key } = reference;
  if (status === 404) throw missing(reference, `The cluster has no secret ${name} in namespace ${namespace}`);
  if (status === 401 || status === 403) throw refused(namespace, name, status);
  const { kind, data } = (body ?? {}) as { readonly kind?: unknown; readonly data?: unknown };
  if (status !== 200 || kind !== 'Secret') throw odd(status);
  const value = (data as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (typeof value !== 'string') throw missing(reference, `The secret ${namespace}/${name} has no key ${key}`);
  // The object tells when it was made, not when its data changed.
  return { value: Buffer.from(value, 'base64').toString(), changedAt: undefined };
}

function missing(reference: Reference, message: string): SecretError {
  const hint = `Create it with kubectl, or mend ${referenceText(reference)} in runtime.inject.`;
  return new SecretError('secret_missing', `${message}.`, { hint });
}

function refused(namespace: string, name: string, status: number): SecretError {
  return new SecretError(
    'secret_source_refused',
    `Kubernetes does not let us read ${namespace}/${name} (HTTP ${status}).`,
    {
      hint: 'Give the service account a Role with the verb "get" on that secret, in that namespace.',
    },
  );
}

function odd(status: number): SecretError {
  return new SecretError('secret_source_answer', `Kubernetes answered HTTP ${status}, and no Secret.`, {
    hint: 'Check server.kubernetes.url: it has to be the API server.',
    retryable: status >= 500 || status === 429,
  });
}
