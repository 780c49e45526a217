const counts = new Intl.NumberFormat('en-US');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export function formatCount(count: number): string {
  return counts.format(count);
}

/** `0.4`, `12`, `198`: as many digits as one can read at a glance. */
export function formatRate(rate: number): string {
  return rate >= 10 || rate === 0 ? formatCount(Math.round(rate)) : rate.toFixed(1);
}

/** `12.5 %`; null is what nobody measured. */
export function formatRatio(ratio: number | null): string {
  return ratio === null ? '–' : `${(ratio * 100).toFixed(1).replace(/\.0$/, '')} %`;
}

export function formatLatency(ms: number | null): string {
  if (ms === null) return '–';
  if (ms === 0) return '0 ms';
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** `40 ms`, `1.2 s`, `4 min 3 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return formatLongDuration(ms);
}

/** Whole seconds: for what counts up before one's eyes. */
export function formatElapsed(ms: number): string {
  return ms < 60_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : formatLongDuration(ms);
}

function formatLongDuration(ms: number): string {
  const [seconds, minutes, hours] = [Math.floor(ms / 1000), Math.floor(ms / 60_000), Math.floor(ms / 3_600_000)];
  if (hours < 1) return `${minutes} min ${seconds % 60} s`;
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `now`, `40 s ago`, `5 min ago`, `3 h ago`, `2 d ago`: how long ago, no finer than one cares. */
export function formatAge(timestamp: string, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(timestamp)) / 1000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86_400)} d ago`;
}

/** As many digits of a digest as tell it from others. */
export function withShortDigests(text: string): string {
  return text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');
}

export function formatClock(ms: number): string {
  return clock.format(ms);
}

export function formatMoment(timestamp: string): string {
  return day.format(Date.parse(timestamp));
}
