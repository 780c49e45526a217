/** Where a secret lies. */
export type SecretReference =
  | { readonly source: 'own'; readonly name: string }
  | { readonly source: 'vault'; readonly path: string; readonly key: string }
  | {
      readonly source: 'kubernetes';
      readonly namespace: string | undefined;
      readonly name: string;
      readonly key: string;
    };

/** A secret that instances get: the normalized `runtime.inject`. */
export interface Injection {
  readonly from: SecretReference;
  /** The variable that holds the value; with a file, the file's path. */
  readonly variable: string | undefined;
  /** The name of the file that holds the value, in a folder of the instance's own. */
  readonly file: string | undefined;
  /** After which the secret ought to be replaced. */
  readonly maxAgeMs: number | undefined;
}

/** As it is written. */
export function referenceText(reference: SecretReference): string {
  if (reference.source === 'own') return reference.name;
  if (reference.source === 'vault') return `vault:${reference.path}#${reference.key}`;
  const namespace = reference.namespace === undefined ? '' : `${reference.namespace}/`;
  return `kubernetes:${namespace}${reference.name}#${reference.key}`;
}

const pathPart = String.raw`[A-Za-z0-9_][\w.@ -]*`;
const vaultReference = new RegExp(`^vault:(${pathPart}(?:/${pathPart})*)#([^#]+)$`);
/** Names as Kubernetes takes them; keys are file names there. */
const kubernetesReference = /^kubernetes:(?:([a-z0-9][a-z0-9-]{0,62})\/)?([a-z0-9][a-z0-9.-]{0,252})#([\w.-]{1,253})$/;
export const secretName = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** `db-password`, `vault:shop/api#key`, `kubernetes:shop/tls#tls.key`; undefined when it is none of them. */
export function parseReference(text: string): SecretReference | undefined {
  const [, path, vaultKey] = vaultReference.exec(text) ?? [];
  if (path !== undefined && vaultKey !== undefined) return { source: 'vault', path, key: vaultKey };
  const [, namespace, name, key] = kubernetesReference.exec(text) ?? [];
  if (name !== undefined && key !== undefined) return { source: 'kubernetes', namespace, name, key };
  return secretName.test(text) ? { source: 'own', name: text } : undefined;
}
