import { z } from 'zod';
import { written } from './written.ts';

/** `0.1` or `10%`: a number from 0 to 1. */
export const Ratio = written(
  z.union([z.number(), z.string()]),
  {
    expected: 'a ratio from 0 to 1, or a percentage',
    example: '10%',
    fix: fixRatio,
    print: (value) => formatRatio(Number(value)),
  },
  parseRatio,
);

export function parseRatio(input: number | string): number | undefined {
  const ratio = typeof input === 'number' ? input : ratioOfText(input);
  return ratio !== undefined && ratio >= 0 && ratio <= 1 ? ratio : undefined;
}

export function formatRatio(ratio: number): string {
  return `${Number((ratio * 100).toFixed(6))}%`;
}

function ratioOfText(text: string): number | undefined {
  const [, amount, percent] = /^(\d+(?:\.\d+)?)\s?(%?)$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return percent === '%' ? Number(amount) / 100 : Number(amount);
}

function fixRatio(input: unknown): string {
  if (typeof input === 'number' && input > 1 && input <= 100)
    return `Write ${input}% or ${Number((input / 100).toFixed(8))}.`;
  return 'Write 0.1 or 10%.';
}
