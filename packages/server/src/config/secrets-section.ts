import { Duration, hints, Text } from '@seaworthy/kit/config';
import { z } from 'zod';

const Url = z
  .string()
  .regex(/^https?:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/)
  .register(hints, {
    expected: 'an http or https URL without user and query',
    example: 'https://vault.example.org:8200',
  });

/** `server.vault:` as it may be written. Tokens are no settings: they come from files or variables of their own. */
export const VaultSection = z.strictObject({
  url: Url.optional().describe('Where Vault answers; needed for secrets of vault:PATH#KEY.'),
  mount: Text.default('secret').describe('Path of the KV engine, version 2.'),
  namespace: Text.optional().describe("Vault Enterprise's namespace."),
  tokenFile: Text.optional().describe('A file with a token, read at each use; or set SEAWORTHY_VAULT_TOKEN.'),
  roleId: Text.optional().describe('Sign in by AppRole, as this role.'),
  secretIdFile: Text.optional().describe("A file with the role's secret id; or set SEAWORTHY_VAULT_SECRET_ID."),
  roleMount: Text.default('approle').describe('Path of the AppRole method.'),
  ca: Text.optional().describe("A file in PEM that signs Vault's certificate."),
  timeout: Duration.prefault('5s').describe('Of one question.'),
});

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

/** `server.kubernetes:` as it may be written; the defaults are those of a pod. */
export const KubernetesSection = z.strictObject({
  url: Url.default('https://kubernetes.default.svc').describe('Where the API server answers.'),
  namespace: Text.default('default').describe('Of secrets that name none.'),
  tokenFile: Text.default(`${mounted}/token`).describe("The service account's token, read at each use."),
  ca: Text.default(`${mounted}/ca.crt`).describe("A file in PEM that signs the API server's certificate."),
  timeout: Duration.prefault('5s').describe('Of one question.'),
});
