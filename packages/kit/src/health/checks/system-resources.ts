import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/clock.ts';
import { cpuMeter } from '../../host/cpu.ts';
import type { MemoryUse } from '../../host/memory.ts';
import { readMemory } from '../../host/memory.ts';
import type { HealthCheck } from '../check-runner.ts';
import { healthScore } from '../score.ts';
import type { CheckOutcome } from '../status.ts';
import type { DiskCheckOptions } from './disk.ts';
import { judgeDisks } from './disk.ts';
import type { Limits } from './judge.ts';
import { combine, judgePercent, unknownOnFailure } from './judge.ts';
import { judgeMemory, memoryLimits } from './memory.ts';

export const cpuLimits: Limits = { warn: 80, critical: 95 };

export interface SystemResourcesOptions {
  readonly cpu?: Limits;
  readonly memory?: Limits;
  readonly disk?: DiskCheckOptions;
  /** Processor use since the last call; undefined while too little time has passed. */
  readonly readCpuPercent?: () => number | undefined;
  readonly readMemory?: () => MemoryUse;
  readonly clock?: Clock;
}

/** Long enough for the kernel's clock ticks to make a percentage. */
const firstIntervalMs = 150;

/** Processor 80/95 %, memory 80/95 %, disks 85/95 %: degraded and unhealthy; the worst decides. */
export function systemResourcesCheck(options: SystemResourcesOptions = {}): HealthCheck {
  const readCpuPercent = options.readCpuPercent ?? cpuMeter();
  const { clock = systemClock, cpu = cpuLimits, memory = memoryLimits } = options;

  async function cpuPercent(signal: AbortSignal): Promise<number | undefined> {
    const percent = readCpuPercent();
    if (percent !== undefined) return percent;
    await clock.sleep(firstIntervalMs, signal);
    return readCpuPercent();
  }

  return async (signal) => {
    const [cpuPart, memoryPart, diskPart] = await Promise.all([
      unknownOnFailure('processor', async () => {
        const percent = await cpuPercent(signal);
        return { ...judgePercent('processor', percent, cpu), details: { percent } };
      }),
      unknownOnFailure('memory', () => judgeMemory((options.readMemory ?? readMemory)(), memory)),
      judgeDisks(options.disk ?? {}),
    ]);
    const score = scoreOf(cpuPart, memoryPart);
    const parts = { cpu: cpuPart.details ?? {}, memory: memoryPart.details ?? {}, disk: diskPart.details ?? {} };
    const details = { ...parts, ...(score !== undefined && { score }) };
    return combine([cpuPart, memoryPart, diskPart], details);
  };
}

/** For a glance; nothing decides by it. */
function scoreOf(...parts: readonly [CheckOutcome, CheckOutcome]): number | undefined {
  const [cpu, memory] = parts.map(({ details }) => details?.['percent']);
  return typeof cpu === 'number' && typeof memory === 'number' ? healthScore(cpu, memory) : undefined;
}
