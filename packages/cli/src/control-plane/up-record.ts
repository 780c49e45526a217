import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerLaunch } from './server-process.ts';

/**
 * `run/up.json`: with what the control plane of a state folder was started last, so that `down` can start it once more
 * to stop what it left running when it died.
 */
export function writeUpRecord(launch: ServerLaunch): void {
  const file = recordFile(launch.folder);
  mkdirSync(join(launch.folder, 'run'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify({ file: launch.file, flags: launch.flags })}\n`, {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}

export function readUpRecord(folder: string): ServerLaunch | undefined {
  try {
    const { file, flags } = JSON.parse(readFileSync(recordFile(folder), 'utf8'));
    return { folder, file, flags };
  } catch {
    // Nobody ran `up` here.
    return undefined;
  }
}

/** Nothing is left running that would have to be stopped. */
export function forgetUpRecord(folder: string): void {
  rmSync(recordFile(folder), { force: true });
}

function recordFile(folder: string): string {
  return join(folder, 'run', 'up.json');
}
