import { statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunning } from '../control-plane/process-table.ts';
import { readServerRecord } from '../control-plane/state-folder.ts';
import { formatBytes } from '../text/quantity.ts';
import type { Finding } from './finding.ts';
import { finding, good } from './finding.ts';

const oldestNode = [20, 19] as const;
const leastFreeBytes = 512 * 1024 ** 2;

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  if (isNew) return good('node', version);
  return finding('node', 'broken', `${version} is too old`, `Install Node ${oldestNode.join('.')} or newer.`);
}

/** Of the file system that holds the state folder, or will hold it. */
export function diskFinding(folder: string): Finding {
  try {
    const { bavail, bsize } = statfsSync(nearest(folder));
    const free = `${formatBytes(bavail * bsize)} free for ${folder}`;
    if (bavail * bsize >= leastFreeBytes) return good('disk', free);
    return finding('disk', 'doubtful', free, 'Free some space: releases, logs and the database need it.');
  } catch (error) {
    return finding('disk', 'unknown', (error as Error).message, 'Check that the folder can be reached.');
  }
}

function nearest(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false }) ? folder : nearest(dirname(folder));
}

/** Whoever can read the key can deploy. */
export function keyFinding(folder: string): Finding {
  const file = join(folder, 'keys', 'cli.token');
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return finding('key', 'unknown', `${file} is not there yet`, 'It is made by the first `seaworthy up`.');
  const mode = stats.mode & 0o777;
  if ((mode & 0o077) === 0) return good('key', `${file} is readable by its owner alone`);
  return finding('key', 'broken', `${file} is open to others (${mode.toString(8)})`, `Run: chmod 600 ${file}`);
}

export function recordFinding(folder: string): Finding {
  const record = readServerRecord(folder);
  if (!record) return finding('process', 'broken', `nothing was started in ${folder}`, 'Run `seaworthy up`.');
  if (isRunning(record)) return good('process', `the control plane is process ${record.pid}`);
  const message = `the control plane (process ${record.pid}) is gone; the proxy and the instances may go on without it`;
  return finding('process', 'broken', message, 'Run `seaworthy up`: it takes over what runs.');
}
