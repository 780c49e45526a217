import type { DiskUse } from '../../host/disk.ts';
import { readDisk } from '../../host/disk.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { CheckOutcome } from '../status.ts';
import type { Limits } from './judge.ts';
import { combine, judgePercent, unknownOnFailure } from './judge.ts';

export const diskLimits: Limits = { warn: 85, critical: 95 };

export interface DiskCheckOptions {
  /** Default `/`. */
  readonly mounts?: readonly string[];
  readonly limits?: Limits;
  readonly read?: (mount: string) => Promise<DiskUse>;
}

/** File systems: degraded from 85 %, unhealthy from 95 %; the fullest decides. */
export function diskCheck(options: DiskCheckOptions = {}): HealthCheck {
  return () => judgeDisks(options);
}

export async function judgeDisks(options: DiskCheckOptions): Promise<CheckOutcome> {
  const { mounts = ['/'], limits = diskLimits, read = readDisk } = options;
  const judge = async (mount: string): Promise<CheckOutcome> => {
    const disk = await read(mount);
    return { ...judgePercent(`disk ${mount}`, disk.usedPercent, limits), details: { ...disk } };
  };
  const parts = await Promise.all(mounts.map((mount) => unknownOnFailure(`disk ${mount}`, () => judge(mount))));
  return combine(parts, Object.fromEntries(mounts.map((mount, index) => [mount, parts[index]?.details ?? {}])));
}
