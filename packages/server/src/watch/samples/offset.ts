import { createHash } from 'node:crypto';

/** So much later than planned a scrape still gets the planned time: equal distances pack well in the store. */
const TOLERANCE_MS = 2;

/** Where in its interval a target is scraped: the same after every restart, and spread over the interval. */
function offsetMs(key: string, intervalMs: number): number {
  const hash = createHash('md5').update(key).digest().readBigUInt64BE(8);
  return Number(hash % BigInt(Math.max(1, Math.round(intervalMs))));
}

/** How long from now to the target's next time. */
export function firstDelayMs(key: string, intervalMs: number, nowMs: number): number {
  const since = (nowMs - offsetMs(key, intervalMs)) % intervalMs;
  return since === 0 ? 0 : intervalMs - since;
}

/** The timestamp of a scrape that begins now and was planned for another moment. */
export function timestampOf(nowMs: number, plannedMs: number, intervalMs: number): number {
  const isNear = Math.abs(nowMs - plannedMs) <= Math.min(TOLERANCE_MS, intervalMs / 100);
  return Math.round(isNear ? plannedMs : nowMs);
}
