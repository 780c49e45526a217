import { formatG } from './float-format.ts';

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

/** 1234567 is `1.235M`, 0.0012 is `1.2m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatG(value, 4);
  return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : scaledUp(value, '');
}

/** By powers of 1024: 2048 is `2ki`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return formatG(value, 4);
  return scaled(
    value,
    1024,
    LARGE.map((prefix) => `${prefix}i`),
  );
}

/** Seconds: `1d 2h 3m 4s`, `1.2ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatG(seconds, 4);
  if (seconds === 0) return `${formatG(seconds, 4)}s`;
  if (Math.abs(seconds) < 1) return scaledUp(seconds, 's');
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? '-' : '';
  const whole = Math.trunc(size);
  const [minutes, hours, days] = [
    Math.trunc(whole / 60) % 60,
    Math.trunc(whole / 3600) % 24,
    Math.trunc(whole / 86_400),
  ];
  if (days !== 0) return `${sign}${days}d ${hours}h ${minutes}m ${whole % 60}s`;
  if (hours !== 0) return `${sign}${hours}h ${minutes}m ${whole % 60}s`;
  if (minutes !== 0) return `${sign}${minutes}m ${whole % 60}s`;
  return `${sign}${formatG(size, 4)}s`;
}

/** A ratio as a percentage: 0.1234 is `12.34%`. */
export function humanizePercentage(ratio: number): string {
  return `${formatG(ratio * 100, 4)}%`;
}

function scaled(value: number, step: number, prefixes: readonly string[]): string {
  let rest = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(rest) < step) break;
    prefix = next;
    rest /= step;
  }
  return formatG(rest, 4) + prefix;
}

function scaledUp(value: number, unit: string): string {
  let rest = value;
  let prefix = '';
  for (const next of SMALL) {
    if (Math.abs(rest) >= 1) break;
    prefix = next;
    rest *= 1000;
  }
  return formatG(rest, 4) + prefix + unit;
}
