import { readdirSync, readFileSync } from 'node:fs';

/**
 * Names one process for ever. A pid is given to another process some day; pid, start time and boot together are not.
 * Read from /proc, so on Linux only.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since the boot, and the boot: `123456@1c2d3e4f`. */
  readonly startTime: string;
}

export interface ProcessFacts extends ProcessIdentity {
  readonly groupId: number;
  /** It has ended, and only its parent has not taken notice yet. */
  readonly isZombie: boolean;
}

export function ownProcess(): ProcessIdentity {
  const facts = readProcess(process.pid);
  if (!facts) throw new Error('cannot read /proc/self: Seaworthy needs Linux with /proc mounted');
  return { pid: facts.pid, startTime: facts.startTime };
}

/** Undefined when there is no such process. */
export function readProcess(pid: number): ProcessFacts | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name (2nd field) may hold blanks and brackets; the fields after its last bracket are plain. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', , groupId = ''] = fields;
  return {
    pid,
    startTime: `${fields[19] ?? ''}@${bootId()}`,
    groupId: Number(groupId),
    isZombie: state === 'Z' || state === 'X',
  };
}

/** That very process still runs; a zombie does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  const facts = readProcess(identity.pid);
  return facts !== undefined && !facts.isZombie && facts.startTime === identity.startTime;
}

/** The environment that the process was started with; undefined when it is gone or belongs to somebody else. */
export function readEnvironment(pid: number): ReadonlyMap<string, string> | undefined {
  const text = readProcFile(`/proc/${pid}/environ`);
  if (text === undefined) return undefined;
  const pairs = text.split('\0').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return new Map(pairs);
}

export function listPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= (readProcFile('/proc/sys/kernel/random/boot_id') ?? '').slice(0, 8);
  return knownBootId;
}

/** A process may end between two reads, and other users' files are closed to us: both are "not there". */
function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return undefined;
    throw error;
  }
}

const ABSENT = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);
