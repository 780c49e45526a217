const parts = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** A span that somebody chose: `30 d`, `4 h`, `1 h 30 min`; its two greatest parts, without those that are 0. */
export function formatSpan(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  let rest = ms;
  const said = parts.flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return said.slice(0, 2).join(' ');
}

/** `in 20 s`, `in 5 min`, `in 3 h 10 min`, `in 2 d 4 h`; `now` when the moment is past. */
export function formatUntil(timestamp: string, nowMs: number): string {
  const seconds = Math.ceil((Date.parse(timestamp) - nowMs) / 1000);
  if (seconds <= 0) return 'now';
  if (seconds < 60) return `in ${seconds} s`;
  return `in ${formatSpan(Math.round(seconds / 60) * 60_000)}`;
}
