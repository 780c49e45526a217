import type { Client, Deployment } from '@seaworthy/api';
import type { Host } from '../terminal/host.ts';

/** How long the control plane may take to begin the first release that its configuration names. */
const beginWithinMs = 10_000;
const lookMs = 100;

/**
 * The deployment that makes the first release live: one under way, or the one that the control plane begins by itself
 * when nothing is live and the configuration names one. Undefined when there is none to wait for.
 */
export async function firstRelease(
  client: Client,
  o: { host: Host; signal: AbortSignal; awaitsRelease: boolean },
): Promise<Deployment | undefined> {
  const before = await client.call('status', {});
  if (before.lastDeployment?.endedAt === null) return before.lastDeployment;
  if (before.liveVersion !== null || !o.awaitsRelease) return undefined;
  const startedMs = o.host.now() - before.uptimeSeconds * 1000;
  const deadlineMs = o.host.now() + beginWithinMs;
  while (o.host.now() < deadlineMs) {
    const { lastDeployment } = await client.call('status', {});
    if (lastDeployment !== null && Date.parse(lastDeployment.startedAt) >= startedMs) return lastDeployment;
    await o.host.sleep(lookMs, o.signal);
  }
  return undefined;
}
