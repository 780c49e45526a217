const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const SECOND_MS = 1000;
const DAY_MS = 86_400 * SECOND_MS;
/** From the largest; `exact`: printed only when nothing remains, since 90d reads better than 12w6d. */
const UNITS: readonly { readonly name: string; readonly ms: number; readonly exact: boolean }[] = [
  { name: 'y', ms: 365 * DAY_MS, exact: true },
  { name: 'w', ms: 7 * DAY_MS, exact: true },
  { name: 'd', ms: DAY_MS, exact: false },
  { name: 'h', ms: 3600 * SECOND_MS, exact: false },
  { name: 'm', ms: 60 * SECOND_MS, exact: false },
  { name: 's', ms: SECOND_MS, exact: false },
  { name: 'ms', ms: 1, exact: false },
];
/** 2^63 nanoseconds, about 292 years: what Prometheus can hold. */
export const LONGEST_DURATION_MS = 9_223_372_036_854;

/** Milliseconds of `1h30m`: each unit at most once, the largest first. Or what is wrong with it. */
export function parseDuration(text: string): number | { readonly problem: string } {
  const parts = DURATION.exec(text);
  if (!parts || text === '') return { problem: `not a valid duration string: ${JSON.stringify(text)}` };
  const totalMs = UNITS.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit.ms, 0);
  return totalMs > LONGEST_DURATION_MS ? { problem: 'duration out of range' } : totalMs;
}

export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  let rest = Math.abs(durationMs);
  let text = durationMs < 0 ? '-' : '';
  for (const { name, ms, exact } of UNITS) {
    if (exact && rest % ms !== 0) continue;
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${name}`;
    rest -= count * ms;
  }
  return text;
}
