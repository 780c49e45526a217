import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';

export interface DiskUse {
  readonly usedPercent: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A network disk whose server is gone never answers. */
const timeoutMs = 2000;

/** Use of the file system that `path` is on, as `df` tells it: blocks kept for root are neither used nor free. */
export async function readDisk(path: string, clock: Clock = systemClock): Promise<DiskUse> {
  const over = new AbortController();
  try {
    const { blocks, bfree, bavail, bsize } = await Promise.race([statfs(path), tooLate(path, clock, over.signal)]);
    const usedBlocks = blocks - bfree;
    if (usedBlocks + bavail <= 0) throw new Error(`${path} is on a file system without a size`);
    return {
      usedPercent: (100 * usedBlocks) / (usedBlocks + bavail),
      freeBytes: bavail * bsize,
      totalBytes: blocks * bsize,
    };
  } finally {
    over.abort();
  }
}

async function tooLate(path: string, clock: Clock, signal: AbortSignal): Promise<never> {
  await clock.sleep(timeoutMs, signal);
  throw new Error(`no answer about ${path} within ${timeoutMs} ms`);
}
