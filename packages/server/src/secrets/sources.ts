import type { SecretReference } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import type { KubernetesConfig, VaultConfig } from '../config/server-config.ts';
import type { Clock } from '../platform/clock.ts';
import { kubernetesSource } from './kubernetes.ts';
import { SecretError } from './secret-error.ts';
import type { ReferenceTo, SecretSource } from './secret-source.ts';
import { vaultSource } from './vault.ts';
import type { VaultAuth } from './vault-login.ts';

export interface SourcesConfig {
  readonly vault: VaultConfig | undefined;
  readonly kubernetes: KubernetesConfig;
  readonly ownKeys: { readonly vaultToken: string | undefined; readonly vaultSecretId: string | undefined };
}

/** Every source behind the one port: the reference says which is asked. */
export function allSources(own: SecretSource<ReferenceTo<'own'>>, config: SourcesConfig, clock: Clock): SecretSource {
  const vault = config.vault && vaultSource({ ...config.vault, auth: vaultAuth(config) }, clock);
  const kubernetes = kubernetesSource(config.kubernetes);
  return {
    async resolve(reference, signal) {
      switch (reference.source) {
        case 'own':
          return own.resolve(reference, signal);
        case 'vault':
          if (vault === undefined) throw off(reference);
          return vault.resolve(reference, signal);
        case 'kubernetes':
          return kubernetes.resolve(reference, signal);
      }
    },
  };
}

function vaultAuth({ vault, ownKeys }: SourcesConfig): VaultAuth {
  const { vaultToken: token, vaultSecretId: secretId } = ownKeys;
  if (vault?.roleId === undefined) return { kind: 'token', token, tokenFile: vault?.tokenFile };
  const { roleId, roleMount: mount, secretIdFile } = vault;
  return { kind: 'approle', mount, roleId, secretId, secretIdFile };
}

function off(reference: SecretReference): SecretError {
  return new SecretError('secret_source_off', `${referenceText(reference)} names Vault, which is not configured.`, {
    hint: 'Set server.vault.url.',
  });
}
