/** Secrets of the control plane itself: read from the environment alone, never settings, and so never shown or flags. */
export interface OwnKeys {
  readonly masterKey: string | undefined;
  readonly masterPassphrase: string | undefined;
  readonly previousMasterKey: string | undefined;
  readonly previousMasterPassphrase: string | undefined;
  readonly vaultToken: string | undefined;
  readonly vaultSecretId: string | undefined;
}

export const ownKeyVariables = {
  masterKey: 'SEAWORTHY_MASTER_KEY',
  masterPassphrase: 'SEAWORTHY_MASTER_PASSPHRASE',
  previousMasterKey: 'SEAWORTHY_MASTER_KEY_PREVIOUS',
  previousMasterPassphrase: 'SEAWORTHY_MASTER_PASSPHRASE_PREVIOUS',
  vaultToken: 'SEAWORTHY_VAULT_TOKEN',
  vaultSecretId: 'SEAWORTHY_VAULT_SECRET_ID',
} as const satisfies Record<keyof OwnKeys, string>;

/** An empty variable is none: a file of variables that nobody filled in sets such. */
export function readOwnKeys(env: Readonly<Record<string, string | undefined>>): OwnKeys {
  const read = (name: string) => (env[name] === '' ? undefined : env[name]);
  return {
    masterKey: read(ownKeyVariables.masterKey),
    masterPassphrase: read(ownKeyVariables.masterPassphrase),
    previousMasterKey: read(ownKeyVariables.previousMasterKey),
    previousMasterPassphrase: read(ownKeyVariables.previousMasterPassphrase),
    vaultToken: read(ownKeyVariables.vaultToken),
    vaultSecretId: read(ownKeyVariables.vaultSecretId),
  };
}
