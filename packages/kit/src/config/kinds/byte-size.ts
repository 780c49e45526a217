import { z } from 'zod';
import { written } from './written.ts';

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `512Mi`, `1Gi`, `10M`, `64KiB`, `100B`: bytes. A plain number is refused, for it is nearly always a forgotten unit. */
export const ByteSize = written(
  z.string(),
  { expected: 'a size in bytes', example: '512Mi', fix: fixByteSize, print: (value) => formatByteSize(Number(value)) },
  parseByteSize,
);

export function parseByteSize(text: string): number | undefined {
  const [, amount, letters] = /^(\d+(?:\.\d+)?)(B|[kKMGT]i?B?)$/.exec(text) ?? [];
  if (amount === undefined || letters === undefined) return undefined;
  const unit = letters.replace('B', '').replace(/^K$/, 'k');
  const bytes = Math.round(Number(amount) * (unitBytes[unit] ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The largest unit that leaves no fraction: `formatByteSize(2 ** 29) === '512Mi'`. */
export function formatByteSize(bytes: number): string {
  if (bytes === 0) return '0B';
  const bySize = Object.entries(unitBytes).sort(([, a], [, b]) => b - a);
  const [unit, size] = bySize.find(([, each]) => bytes % each === 0) ?? ['', 1];
  return `${bytes / size}${unit === '' ? 'B' : unit}`;
}

function fixByteSize(input: unknown): string {
  if (typeof input === 'number') return `Write the unit too: ${input}Mi is mebibytes, ${input}B bytes.`;
  return 'Write a number and its unit: 512Mi, 1Gi or 10M.';
}
