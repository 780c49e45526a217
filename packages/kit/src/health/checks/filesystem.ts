import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HealthCheck } from '../check-runner.ts';

/** A folder that the service writes to: a small file is written, read back and deleted. */
export function filesystemCheck(folder: string): HealthCheck {
  return async (signal) => {
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
  };
}
