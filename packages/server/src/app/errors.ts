import type { DatabaseErrorCode } from '../db/database-error.ts';
import type { SealErrorCode } from '../secrets/seal/seal-error.ts';
import type { SecretErrorCode } from '../secrets/secret-error.ts';
import type { RuntimeErrorCode } from '../ship/runtime/runtime.ts';
import type { TrafficErrorCode } from '../ship/traffic/traffic.ts';
import type { TlsErrorCode } from '../tls/tls-error.ts';

/**
 * The control plane's failures beside those of the API's own table: what each means and what to do, for the reference.
 * The messages are made where they are thrown, for they name files, ports and versions; the types hold the codes together.
 */
export interface FailureEntry {
  readonly meaning: string;
  readonly hint: string;
}

/** Why it does not start. `exit` is its exit code, and so that of `seaworthy up`. */
export const startErrors = {
  already_running: {
    exit: 4,
    meaning: 'Another control plane works in this state folder.',
    hint: 'Use it, stop it with `seaworthy down`, or choose another --state-dir.',
  },
  port_taken: {
    exit: 1,
    meaning: 'Its own address, or the address of the traffic, is in use.',
    hint: 'Free the port, or choose another one with --listen or traffic.listen.',
  },
  proxy_failed: {
    exit: 1,
    meaning: 'The proxy does not start.',
    hint: 'Look into `logs/proxy.log` in the state folder.',
  },
  state_folder: {
    exit: 1,
    meaning: 'The state folder or its database cannot be used.',
    hint: 'Mend its rights or content, restore it from a backup, or choose another --state-dir.',
  },
} as const satisfies Record<string, FailureEntry & { exit: 1 | 4 }>;

/** Why its database cannot be used; it then does not start, with exit code 1. */
export const databaseErrors = {
  schema_newer: {
    meaning: 'A newer version of Seaworthy made the database.',
    hint: 'Start that version, or restore a backup from before the upgrade.',
  },
  schema_changed: {
    meaning: 'A migration is not the one that the database went through.',
    hint: 'Start the version of Seaworthy that made the database.',
  },
  schema_gap: {
    meaning: 'The history of the database has a hole.',
    hint: 'Restore a backup, or open a fresh state folder.',
  },
  migration_failed: {
    meaning: 'A migration failed; nothing of it was kept.',
    hint: 'Start again; if it fails again, read the message in `logs/errors.log`.',
  },
} as const satisfies Record<DatabaseErrorCode, FailureEntry>;

/** Why what is sealed cannot be opened; at its start the control plane ends with exit code 1. */
export const sealErrors = {
  master_key_wrong: {
    meaning: 'The key or passphrase that was given is not the one that the database is sealed by.',
    hint: 'Give the right one; to replace it, give the old one too for one start: docs/security.md.',
  },
  master_key_missing: {
    meaning: 'The file with the master key is gone.',
    hint: 'Put it back from a backup.',
  },
  master_key_unsafe: {
    meaning: 'The master key can be read by others, or is none.',
    hint: 'Run `chmod 600` on the file; make a key with `openssl rand -base64 32`.',
  },
  sealed_damaged: {
    meaning: 'What is sealed was changed, moved from another place, or sealed by a key that is gone.',
    hint: 'Restore the database from a backup, or set the secret anew.',
  },
} as const satisfies Record<SealErrorCode, FailureEntry>;

/** Why a secret cannot be had: told in the preparation of a deployment, in a dry run, and in the log. */
export const secretErrors = {
  secret_missing: {
    meaning: 'There is no such secret, or it has no such key.',
    hint: 'Set it with `seaworthy secrets set`, in Vault or in the cluster.',
  },
  secret_source_off: {
    meaning: 'It lies in Vault, and no Vault is configured.',
    hint: 'Set server.vault.url.',
  },
  secret_source_unreachable: {
    meaning: 'Vault or the API server of Kubernetes does not answer in time, or its certificate is not trusted.',
    hint: 'Check the URL, the network, and the `ca` in server.vault or server.kubernetes.',
  },
  secret_source_refused: {
    meaning: 'We may not read it, or cannot sign in.',
    hint: 'Mend the token, the role, or the policy that the message names.',
  },
  secret_source_answer: {
    meaning: 'What came is no answer of Vault or Kubernetes.',
    hint: 'Check the URL; Vault may be sealed.',
  },
} as const satisfies Record<SecretErrorCode, FailureEntry>;

/** Why the certificate of the control plane's own listener cannot be used; it then does not start, with exit code 1. */
export const tlsErrors = {
  tls_unreadable: {
    meaning: 'Certificate or key cannot be read, or is no PEM.',
    hint: 'Correct server.tls; a key must not ask for a passphrase.',
  },
  tls_key_unsafe: { meaning: 'Others can read the key.', hint: 'Run `chmod 600` on it.' },
  tls_mismatch: {
    meaning: 'The key does not belong to the certificate.',
    hint: 'Put our own certificate first in its file, and give its key.',
  },
} as const satisfies Record<TlsErrorCode, FailureEntry>;

/** Why an instance could not be started or stopped: told in the phase of the deployment, and in the log. */
export const runtimeErrors = {
  start_failed: {
    meaning: 'The process could not be started.',
    hint: 'Check runtime.command: it runs in the folder of the release, and is looked for on the PATH.',
  },
  stop_failed: {
    meaning: 'A process survives SIGKILL.',
    hint: 'It hangs in the kernel, mostly on a disk or network share that does not answer.',
  },
} as const satisfies Record<RuntimeErrorCode, FailureEntry>;

/** What the data plane answered to the control plane, whatever kind it is: told in the phase of the deployment, and in the log. */
export const trafficErrors = {
  unreachable: {
    meaning: 'The data plane did not answer. Tried again by itself.',
    hint: 'Look into `logs/proxy.log` when it lasts.',
  },
  no_ready_target: {
    meaning: 'A slot was to get traffic and has no instance that is ready.',
    hint: 'Look at `seaworthy health --detailed`.',
  },
  slot_in_use: {
    meaning: 'A slot was to be emptied while it had traffic.',
    hint: 'Please report it: the control plane takes the traffic away first.',
  },
  rejected: {
    meaning: 'The data plane refused for another reason, which the message tells.',
    hint: 'Look up its own code among the errors of the proxy.',
  },
} as const satisfies Record<TrafficErrorCode, FailureEntry>;
