import type { MemoryUse } from '../../host/memory.ts';
import { readMemory } from '../../host/memory.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { CheckOutcome } from '../status.ts';
import type { Limits } from './judge.ts';
import { judgePercent, unknownOnFailure } from './judge.ts';

export const memoryLimits: Limits = { warn: 80, critical: 95 };

/** Memory of the container or the machine: degraded from 80 %, unhealthy from 95 %. */
export function memoryCheck(options: { limits?: Limits; read?: () => MemoryUse } = {}): HealthCheck {
  const { limits = memoryLimits, read = readMemory } = options;
  return () => unknownOnFailure('memory', () => judgeMemory(read(), limits));
}

export function judgeMemory(memory: MemoryUse, limits: Limits): CheckOutcome {
  const percent = (100 * memory.usedBytes) / memory.totalBytes;
  return { ...judgePercent('memory', percent, limits), details: { ...memory, percent } };
}
