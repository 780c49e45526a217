import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLimits } from './log-rotation.ts';
import { DEFAULT_LOG_LIMITS, rotateLog } from './log-rotation.ts';

/** Logs of instances that are gone stay for a look back; the oldest beyond this number go. */
const KEPT_OF_THE_DEAD = 20;

/** Rotates the logs of the running instances, and removes all but the youngest of those that run no more. */
export async function keepLogsSmall(
  folder: string,
  service: string,
  running: ReadonlySet<string>,
  limits: LogLimits = DEFAULT_LOG_LIMITS,
): Promise<void> {
  for (const id of running) await rotateLog(join(folder, `${id}.log`), limits);
  const files = await logsByInstance(folder, service);
  const dead = [...files.keys()].filter((id) => !running.has(id));
  for (const id of await oldest(folder, dead)) {
    for (const file of files.get(id) ?? []) await rm(join(folder, file), { force: true });
  }
}

/** Only names that a supervisor gives; other programs may keep logs in the same folder. */
async function logsByInstance(folder: string, service: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const ours = new RegExp(`^(${service}-(?:blue|green)-\\d+-[a-z0-9]+)\\.log(\\.\\d+)?$`);
  const names = await readdir(folder).catch(() => []);
  const byId = new Map<string, string[]>();
  for (const name of names) {
    const id = ours.exec(name)?.[1];
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), name]);
  }
  return byId;
}

async function oldest(folder: string, ids: readonly string[]): Promise<readonly string[]> {
  const aged = await Promise.all(
    ids.map(async (id) => ({ id, writtenAt: await writtenAt(join(folder, `${id}.log`)) })),
  );
  return aged
    .sort((a, b) => b.writtenAt - a.writtenAt)
    .slice(KEPT_OF_THE_DEAD)
    .map(({ id }) => id);
}

async function writtenAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
