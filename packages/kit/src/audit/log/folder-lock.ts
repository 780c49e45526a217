import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { backgroundClock } from '../../clock/clock.ts';
import { AuditError } from '../audit-error.ts';

export interface FolderLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly startTime: string;
  readonly host: string;
}

/** Of a holder on another machine (or container) only this is known: whether its file is still being touched, by the clock of the file system. */
const touchMs = 15_000;
const abandonedMs = 4 * touchMs;

/**
 * One writer for a folder. Each contender writes a file of its own and then looks at the others': whoever sees a living
 * one steps back, so two can refuse each other, and never both go on. Files of the dead are cleared away.
 */
export function lockFolder(folder: string): FolderLock {
  const own = path.join(folder, `lock-${process.pid}-${randomBytes(6).toString('hex')}`);
  const me: Holder = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '', host: hostname() };
  writeFileSync(own, `${JSON.stringify(me)}\n`, { flag: 'wx', mode: 0o600 });
  for (const other of lockFiles(folder)) {
    if (other === own) continue;
    const holder = readHolder(other);
    if (isGone(other, holder)) {
      rmSync(other, { force: true });
      continue;
    }
    rmSync(own);
    throw locked(folder, other, holder);
  }
  const stopped = new AbortController();
  void keepTouching(own, stopped.signal);
  return {
    release() {
      stopped.abort();
      rmSync(own, { force: true });
    },
  };
}

function lockFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('lock-'))
    .map((name) => path.join(folder, name));
}

function isGone(file: string, holder: Holder | undefined): boolean {
  // Half a file: its writer has not looked at the others yet, and will see ours.
  if (holder === undefined) return ageMs(file) > abandonedMs;
  if (holder.host !== hostname()) return ageMs(file) > abandonedMs;
  return !isAlive(holder);
}

function isAlive({ pid, startTime }: Holder): boolean {
  const now = startTimeOf(pid);
  if (now !== undefined) return startTime === '' || now === startTime;
  try {
    process.kill(pid, 0);
    return startTime === '';
  } catch (error) {
    return startTime === '' && error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** In clock ticks since the machine started: a pid alone may have been given to another process. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function keepTouching(file: string, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await backgroundClock.sleep(touchMs, signal);
      const now = new Date();
      utimesSync(file, now, now);
    }
  } catch {
    // Released; or the file is gone, and then nobody is kept out that should be let in.
  }
}

function locked(folder: string, file: string, holder: Holder | undefined): AuditError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new AuditError(
    'log_locked',
    `${who} has the audit log in ${folder} open.`,
    `One process may write a log. Stop it, or use another folder. If it surely runs no more, remove ${file}.`,
  );
}
