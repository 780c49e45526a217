import { CliError } from '../failure.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `250ms 30s 5m 2h 30d`, as in seaworthy.yaml. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (match === null) {
    throw new CliError('usage', `"${text}" is no duration.`, { hint: 'Write it as 250ms, 30s, 5m, 2h or 30d.' });
  }
  return Math.round(Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0));
}

/** The same, and as Prometheus and amtool write them: `1h30m`, `2w`. */
export function parseSpan(text: string): number {
  const pieces = text.match(/\d+(?:\.\d+)?(?:ms|[smhdw])/g) ?? [];
  if (pieces.join('') !== text || pieces.length === 0) return parseDuration(text);
  const weeksInDays = (each: string) => (each.endsWith('w') ? `${Number(each.slice(0, -1)) * 7}d` : each);
  return pieces.reduce((sum, each) => sum + parseDuration(weeksInDays(each)), 0);
}

/** For people: `40 ms`, `1.2 s`, `4 min 3 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const [seconds, minutes, hours] = [Math.floor(ms / 1000), Math.floor(ms / 60_000), Math.floor(ms / 3_600_000)];
  if (hours < 1) return `${minutes} min ${seconds % 60} s`;
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function formatAge(timestamp: string, nowMs: number): string {
  return `${formatDuration(Math.max(0, nowMs - Date.parse(timestamp)))} ago`.replace(/^\d+ ms ago$/, 'just now');
}
