import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { formatVerifierKey } from '../checkpoint/signing-key.ts';
import type { NewAuditEntry } from './entry.ts';

/** The type of what the log says about itself. Nobody else may append such entries: verification relies on them. */
export const ownType = 'audit_log';

export const ownActions = {
  deleteSegments: 'segments.delete',
  rotateKey: 'key.rotate',
  recover: 'log.recover',
} as const;

export function ownEntry(action: (typeof ownActions)[keyof typeof ownActions], data: object): NewAuditEntry {
  return { type: ownType, actor: 'audit', action, resource: 'audit/log', result: 'success', data };
}

/** The new public key stands in the log, so that checkpoints by the key before it vouch for it. */
export function signingKeyRotation(from: string | undefined, key: VerifierKey): NewAuditEntry {
  return ownEntry(ownActions.rotateKey, { kind: 'signing', from, to: key.id, verifier: formatVerifierKey(key) });
}

const deletion = Buffer.from(`"type":"${ownType}","actor":"audit","action":"${ownActions.deleteSegments}"`);

/** The last segment that this entry says was deleted when it was old enough; undefined when it says no such thing. */
export function deletedThrough(line: Buffer): number | undefined {
  if (!line.includes(deletion)) return undefined;
  const entry = JSON.parse(line.toString()) as {
    type?: unknown;
    action?: unknown;
    data?: { throughSegment?: unknown };
  };
  if (entry.type !== ownType || entry.action !== ownActions.deleteSegments) return undefined;
  const through = entry.data?.throughSegment;
  return typeof through === 'number' ? through : undefined;
}
