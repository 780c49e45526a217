import { readdir, readFile } from 'node:fs/promises';

/** File descriptors that this process has open. Throws where the system does not tell. */
export async function countOpenFiles(): Promise<number> {
  const descriptors = await readdir('/proc/self/fd');
  // Reading the folder opens one more.
  return descriptors.length - 1;
}

/** Threads of this process. Throws where the system does not tell. */
export async function countThreads(): Promise<number> {
  const [, count] = /^Threads:\s+(\d+)$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? [];
  if (count === undefined) throw new Error('the system does not tell the number of threads');
  return Number(count);
}

/** Processor time that this process has used. */
export function processCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
