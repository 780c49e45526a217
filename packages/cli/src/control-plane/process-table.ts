import { readFileSync } from 'node:fs';

/** A process, known for certain: a pid alone may belong to another one by now. */
export interface ProcessId {
  readonly pid: number;
  readonly startTime: string;
}

/** Undefined when no such process runs, or it is a zombie. */
export function startTimeOf(pid: number): string | undefined {
  try {
    // proc(5): the name in brackets may hold blanks; after it come state (field 3) and, as field 22, the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isRunning(process: ProcessId): boolean {
  return startTimeOf(process.pid) === process.startTime;
}

/** Ends the process and, when it leads a group, the group. */
export function kill(target: ProcessId): void {
  if (!isRunning(target)) return;
  for (const pid of [-target.pid, target.pid]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone in the meantime, or not the leader of a group.
    }
  }
}
