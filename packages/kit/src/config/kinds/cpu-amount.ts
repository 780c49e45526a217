import { z } from 'zod';
import { written } from './written.ts';

/** `500m`, `0.5` or `2`: CPU cores, as Kubernetes writes them. */
export const CpuAmount = written(
  z.union([z.number(), z.string()]),
  {
    expected: 'an amount of CPU',
    example: '500m',
    fix: () => 'Write 500m for half a core, or 2 for two.',
    print: formatCpuAmount,
  },
  parseCpuAmount,
);

export function parseCpuAmount(input: number | string): number | undefined {
  const [, amount, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(String(input)) ?? [];
  if (amount === undefined) return undefined;
  const cores = milli === 'm' ? Number(amount) / 1000 : Number(amount);
  return cores > 0 ? cores : undefined;
}

function formatCpuAmount(value: unknown): string {
  const cores = Number(value);
  return Number.isInteger(cores) ? String(cores) : `${Math.round(cores * 1000)}m`;
}
