import { z } from 'zod';
import { written } from './written.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `250ms`, `30s`, `5m`, `2h`, `30d`: milliseconds. A plain number is refused, for nobody can see its unit. */
export const Duration = written(
  z.string(),
  { expected: 'a duration', example: '30s', fix: fixDuration, print: (value) => formatDuration(Number(value)) },
  parseDuration,
);

/** Milliseconds of a written duration; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const ms = Math.round(Number(amount) * (unitMs[unit] ?? Number.NaN));
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** The shortest way to write so many milliseconds: `formatDuration(120_000) === '2m'`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  const [unit, size] = Object.entries(unitMs).findLast(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

function fixDuration(input: unknown): string {
  const amount =
    typeof input === 'number' ? String(input) : typeof input === 'string' && /^\d+$/.test(input) ? input : undefined;
  if (amount === undefined) return 'Write a number and its unit: 250ms, 30s, 5m, 2h or 30d.';
  return `Write the unit too: ${amount}s is seconds, ${amount}ms milliseconds, ${amount}m minutes.`;
}
