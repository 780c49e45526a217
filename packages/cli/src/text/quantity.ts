const counts = new Intl.NumberFormat('en-US');

/** `2,845`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1 request`, `2,845 requests`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `12.5 %`; null is what nobody measured. */
export function formatRatio(ratio: number | null): string {
  return ratio === null ? 'unknown' : `${(ratio * 100).toFixed(1).replace(/\.0$/, '')} %`;
}

export function formatLatency(ms: number | null): string {
  return ms === null ? 'unknown' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** In powers of 1024: `1.4 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
