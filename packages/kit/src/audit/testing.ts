import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { verifierKey } from './checkpoint/signing-key.ts';
import type { NewAuditEntry } from './entry/entry.ts';
import { openAuditLog } from './log/open-audit-log.ts';
import type { AuditLogOptions } from './log/options.ts';

export const origin = 'example.com/test';
export const hmac = createSecretKey(Buffer.alloc(32, 7));
export const signing = generateKeyPairSync('ed25519').privateKey;
export const publicKey = verifierKey(origin, signing);

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function openTestLog(folder: string, options: Partial<AuditLogOptions> = {}) {
  return openAuditLog({ folder, origin, keys: { hmac, signing }, clock: virtualClock(), ...options });
}

export function event(number: number, over: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    ...{ type: 'data_access', actor: `user/${number % 7}`, action: 'record.read', resource: `record/${number}` },
    ...{ result: 'success', data: { number, note: 'Zürich – ✓' }, ...over },
  };
}

/** A log of so many entries, closed; answers its folder. */
export async function writtenLog(count: number, options: Partial<AuditLogOptions> = {}): Promise<string> {
  const folder = temporaryFolder();
  const log = await openTestLog(folder, options);
  await Promise.all(Array.from({ length: count }, (_, index) => log.append(event(index + 1))));
  await log.close();
  return folder;
}
