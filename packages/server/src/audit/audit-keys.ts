import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditError, loadOrCreateHmacKey, loadOrCreateSigningKey } from '@seaworthy/kit/audit';

/** What seals the trail of one installation; in files that their owner alone can read. */
export interface AuditKeyFiles {
  readonly hmac: KeyObject;
  readonly signing: KeyObject;
  /** Name of the present log, in each of its checkpoints. */
  readonly origin: string;
  /** There was a log of that name before this start. */
  readonly isKnown: boolean;
}

export interface AuditKeyPaths {
  readonly hmac: string;
  readonly signing: string;
  readonly origin: string;
}

export function auditKeyPaths(keysFolder: string): AuditKeyPaths {
  return {
    hmac: join(keysFolder, 'audit-hmac.key'),
    signing: join(keysFolder, 'audit-signing.pem'),
    origin: join(keysFolder, 'audit-origin'),
  };
}

/** Made at the first start. */
export function openAuditKeys(keysFolder: string, service: string): AuditKeyFiles {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  chmodSync(keysFolder, 0o700);
  const paths = auditKeyPaths(keysFolder);
  const [hmac, signing] = [loadOrCreateHmacKey(paths.hmac), loadOrCreateSigningKey(paths.signing)];
  const known = existsSync(paths.origin) ? readOrigin(paths.origin) : undefined;
  return { hmac, signing, origin: known ?? newOrigin(keysFolder, service), isKnown: known !== undefined };
}

/** A log that begins anew is another log: checkpoints of the two are never taken for each other's. */
export function newOrigin(keysFolder: string, service: string): string {
  const file = auditKeyPaths(keysFolder).origin;
  const origin = `seaworthy/${service}/${randomBytes(6).toString('hex')}`;
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, `${origin}\n`, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(`${file}.new`, file);
  return origin;
}

export function readOrigin(file: string): string {
  const origin = readFileSync(file, 'utf8').trim();
  if (/^[^\s+]{1,200}$/.test(origin)) return origin;
  throw new AuditError(
    'key_invalid',
    `${file} does not name an audit log.`,
    'Put the name back that the newest checkpoint in the audit folder has as its first line.',
  );
}
