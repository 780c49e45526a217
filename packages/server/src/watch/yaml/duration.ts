const UNITS: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const WRITTEN = new RegExp(`^${UNITS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);

/** `5m`, `1h30m`, `100ms`, `0`: milliseconds, as Prometheus and Alertmanager read them. Undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const amounts = text === '' ? undefined : WRITTEN.exec(text)?.slice(1);
  if (amounts === undefined) return undefined;
  return UNITS.reduce((sum, [, ms], index) => sum + Number(amounts[index] ?? 0) * ms, 0);
}

/** The same the other way round: `1h30m`; weeks and years are written as days when they do not come out even. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  return UNITS.map(([unit, size]) => {
    if (/[yw]/.test(unit) && rest % size !== 0) return '';
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? '' : `${amount}${unit}`;
  }).join('');
}
