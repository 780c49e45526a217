import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HealthCheck } from '../check-runner.ts';
import type { CheckOutcome } from '../status.ts';
import type { DiskCheckOptions } from './disk.ts';
import { judgeDisks } from './disk.ts';
import { combine } from './judge.ts';

export type FilesystemCheckOptions = Omit<DiskCheckOptions, 'mounts'>;

/**
 * A folder that the service writes to: a small file is written, read back and deleted, and its file system has room
 * (85/95 %, as `diskCheck`).
 */
export function filesystemCheck(folder: string, options: FilesystemCheckOptions = {}): HealthCheck {
  return async (signal) => {
    const [written, room] = await Promise.all([
      tryToWrite(folder, signal),
      judgeDisks({ ...options, mounts: [folder] }),
    ]);
    const { status, message } = combine([written, room], {});
    return { status, message, details: { writable: written.status === 'healthy', ...room.details } };
  };
}

async function tryToWrite(folder: string, signal: AbortSignal): Promise<CheckOutcome> {
  const file = path.join(folder, `.health-${randomUUID()}`);
  try {
    await writeFile(file, file, { flag: 'wx', mode: 0o600, signal });
    const isSame = (await readFile(file, { encoding: 'utf8', signal })) === file;
    if (!isSame) return { status: 'unhealthy', message: `${folder} gives back other than was written` };
    return { status: 'healthy', message: `${folder} is writable` };
  } catch (error) {
    return { status: 'unhealthy', message: `${folder} is not writable: ${String(error)}` };
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}
