import { cpus } from 'node:os';

/** Time that all processors together spent since the start of the machine. */
export interface CpuTimes {
  readonly busyMs: number;
  readonly totalMs: number;
}

export function readCpuTimes(): CpuTimes {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  if (busyMs + idleMs === 0) throw new Error('the machine tells no processor times');
  return { busyMs, totalMs: busyMs + idleMs };
}

/** Share of busy time between two readings, 0 to 100; undefined when no time has passed between them. */
export function cpuPercentBetween(earlier: CpuTimes, later: CpuTimes): number | undefined {
  const totalMs = later.totalMs - earlier.totalMs;
  if (totalMs <= 0) return undefined;
  return Math.min(100, Math.max(0, (100 * (later.busyMs - earlier.busyMs)) / totalMs));
}

/** Below this, the kernel's clock ticks (10 ms a processor) make a percentage of noise. */
const shortestIntervalMs = 100;

/**
 * Processor use since the last call that told a new value. Calls in quick succession get the value of the first;
 * undefined until enough time has passed since the meter was made.
 */
export function cpuMeter(read: () => CpuTimes = readCpuTimes): () => number | undefined {
  let earlier = read();
  let percent: number | undefined;
  return () => {
    const later = read();
    if (later.totalMs - earlier.totalMs < shortestIntervalMs) return percent;
    percent = cpuPercentBetween(earlier, later);
    earlier = later;
    return percent;
  };
}
