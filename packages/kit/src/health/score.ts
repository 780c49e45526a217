/**
 * One number for a glance, 1 (idle) to 0 (used up), rounded to three places, from the use of processor and memory in
 * percent. For information only: nothing decides by it.
 */
export function healthScore(cpuPercent: number, memoryPercent: number): number {
  const use = (clamp(cpuPercent) + clamp(memoryPercent)) / 200;
  return Math.round((1 - use) * 1000) / 1000;
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
