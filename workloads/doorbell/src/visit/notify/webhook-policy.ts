import type { Policy, Resilience } from '@seaworthy/kit';
import { circuitBreaker, rateLimit, retry, timeout } from '@seaworthy/kit';

/** A hook that is down is asked no more for so long; what is due meanwhile is put off. */
export const HOOK_REST_MS = 10_000;

/**
 * The house's web hook may be slow, flooded or down, and presses wait behind it: three tries of `timeoutMs`, then a rest. All
 * tries together stay below the time after which another instance takes the notification over.
 */
export function webhookPolicy(resilience: Resilience, timeoutMs: number): Policy {
  return resilience.policy(
    { component: 'notifications', category: 'webhook' },
    rateLimit({ perSecond: 20, burst: 50, maxWaitMs: 1_000 }),
    retry({ retries: 2, baseMs: 500, maxMs: 5_000 }),
    circuitBreaker({ openMs: HOOK_REST_MS }),
    timeout({ timeoutMs }),
  );
}
