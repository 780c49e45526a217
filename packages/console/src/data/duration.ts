const units = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
type DurationUnit = keyof typeof units;

/** `30s`, `5m`, `1h30m`, `7d`, or plain seconds; undefined when it is none, or not more than nothing. */
export function parseSeconds(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(plain)) return positive(Number(plain));
  if (!/^(\d+[smhdw])+$/.test(plain)) return undefined;
  const parts = [...plain.matchAll(/(\d+)([smhdw])/g)];
  return positive(parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as DurationUnit], 0));
}

/** As short as it can be said: 90 is `90s`, 3600 is `1h`. */
export function shortSeconds(seconds: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (seconds % units[unit] === 0) return `${seconds / units[unit]}${unit}`;
  }
  return `${seconds}s`;
}

function positive(seconds: number): number | undefined {
  return seconds > 0 ? seconds : undefined;
}
