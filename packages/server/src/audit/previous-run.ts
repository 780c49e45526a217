import { createHash } from 'node:crypto';
import type { Acts } from './acts.ts';
import type { AuditTrail } from './trail.ts';

/** Digest of the settings as they are shown: of a secret it tells nothing, not even that it changed. */
export function configurationDigest(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}

/** Tells how the control plane before this one ended, and whether the configuration has changed since. */
export async function recordStart(
  { acts, trail }: { readonly acts: Acts; readonly trail: AuditTrail },
  about: { readonly version: string; readonly pid: number; readonly configuration: string },
): Promise<void> {
  const last = await newest(trail, 'control_plane.*');
  const configuration = await newest(trail, 'configuration.change');
  if (last !== undefined && last.action !== 'control_plane.stop') {
    acts.controlPlane('takeover', { before: last.data ?? null, why: 'it ended without a stop' });
  }
  acts.controlPlane('start', about);
  const before = digestIn(configuration?.data);
  if (before !== about.configuration) acts.configuration({ via: 'start', before, after: about.configuration });
}

/** What cannot be read is not known: the start goes on. */
async function newest(trail: AuditTrail, action: string) {
  try {
    return (await trail.log().list({ action, result: 'success', limit: 1 })).entries[0];
  } catch {
    return undefined;
  }
}

function digestIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('after' in data)) return undefined;
  return typeof data.after === 'string' ? data.after : undefined;
}
