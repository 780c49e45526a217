import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';

/** What this process may use, and how much of that is in use by all who share it. */
export interface MemoryUse {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

const cgroupRoot = '/sys/fs/cgroup';

/** The container's memory where it is limited, else the machine's. Caches that can be given back count as free. */
export function readMemory(root = cgroupRoot, machineBytes = totalmem()): MemoryUse {
  return readCgroup(root, machineBytes) ?? { usedBytes: machineBytes - freemem(), totalBytes: machineBytes };
}

/** Version 2 of the control groups, then version 1; undefined when neither sets a limit below the machine's memory. */
function readCgroup(root: string, machineBytes: number): MemoryUse | undefined {
  return (
    readLimited(`${root}/memory.max`, `${root}/memory.current`, `${root}/memory.stat`, machineBytes) ??
    readLimited(
      `${root}/memory/memory.limit_in_bytes`,
      `${root}/memory/memory.usage_in_bytes`,
      `${root}/memory/memory.stat`,
      machineBytes,
    )
  );
}

function readLimited(limit: string, usage: string, stat: string, machineBytes: number): MemoryUse | undefined {
  const totalBytes = Number(readIfThere(limit)?.trim());
  const usedBytes = Number(readIfThere(usage)?.trim());
  // No limit is written as `max`, or as a number beyond any machine.
  if (!(totalBytes > 0 && totalBytes < machineBytes) || !Number.isFinite(usedBytes)) return undefined;
  const [, reclaimable = '0'] = /^(?:total_)?inactive_file (\d+)$/m.exec(readIfThere(stat) ?? '') ?? [];
  return { usedBytes: Math.max(0, usedBytes - Number(reclaimable)), totalBytes };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
