import { KeyFileProblem } from '../../access/key-file.ts';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { LeaseError } from '../../db/lease.ts';
import { migrate } from '../../db/migrate.ts';
import type { Clock } from '../../platform/clock.ts';
import { runningServer } from './server-record.ts';
import { StartError } from './start-error.ts';

/** What keeps a control plane from starting is told in words for whoever starts it. */
export async function openAndMigrate(path: string, clock: Clock): Promise<Database> {
  const refuse = unusable(path);
  try {
    const db = openDatabase(path);
    await migrate(db, { now: clock.now });
    return db;
  } catch (error) {
    return refuse(error);
  }
}

/** What the system says of the state folder is for its owner to mend; our own failures are told as they are. */
export function unusable(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^(SQLITE_|E[A-Z]+$)/.test(code) || !(error instanceof Error)) throw error;
    const hint = 'Mend its rights or content, restore it from a backup, or choose another --state-dir.';
    throw new StartError('state_folder', `${path} cannot be used: ${error.message}.`, { hint, cause: error });
  };
}

/** A file of keys that is none: what signs sessions is never made up for it in silence. */
export function refuseKeys(error: unknown): never {
  if (!(error instanceof KeyFileProblem)) throw error;
  const hint = 'Restore it from a backup. Without one, move it away: a new one is made, and everybody signs in anew.';
  throw new StartError('state_folder', error.message, { hint });
}

export async function refuseSecond(recordFile: string): Promise<void> {
  const running = await runningServer(recordFile);
  if (running === undefined) return;
  const message = `A control plane runs in this state folder already: process ${running.pid} at ${running.url}.`;
  throw new StartError('already_running', message, {
    hint: 'Use it, stop it with `seaworthy down`, or choose another --state-dir.',
  });
}

export function refuseByLease(error: unknown): never {
  if (!(error instanceof LeaseError)) throw error;
  const message = `A control plane starts in this state folder already: ${error.holder?.owner ?? 'it has just ended'}.`;
  throw new StartError('already_running', message, { hint: 'Wait for it, or choose another --state-dir.' });
}
