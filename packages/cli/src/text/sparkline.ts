const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Numbers as a row of bars, from the least to the greatest of them; where there is none, a blank. When there are more
 * than fit, each bar is the mean of its neighbours.
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = values.length > width ? means(values, width) : values;
  const known = shown.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return shown.map((value) => barOf(value, least, most)).join('');
}

function barOf(value: number | undefined, least: number, most: number): string {
  if (value === undefined || Number.isNaN(value)) return ' ';
  if (!Number.isFinite(value)) return value > 0 ? '↑' : '↓';
  const height = most === least ? 0 : (value - least) / (most - least);
  return bars[Math.min(bars.length - 1, Math.floor(height * bars.length))] ?? ' ';
}

function means(values: readonly (number | undefined)[], width: number): (number | undefined)[] {
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const until = Math.floor(((index + 1) * values.length) / width);
    const known = values.slice(from, until).filter((value): value is number => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
