import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PauseOptions, ProbeOptions, ProxyConfiguration, ProxyTarget, Slot, Split } from '../control/contract.ts';
import { ProxyError } from '../control/errors.ts';

export interface StoredSlot {
  readonly probe: ProbeOptions | null;
  readonly targets: readonly ProxyTarget[];
}

/** All that must outlive the process. Health is not part of it: what was up may be down by now. */
export interface StoredState {
  readonly version: 1;
  readonly stateVersion: number;
  readonly configure: ProxyConfiguration | null;
  /** The address that was bound, with its real port. */
  readonly bound: string | null;
  readonly split: Split;
  readonly paused: PauseOptions | null;
  readonly slots: Readonly<Record<Slot, StoredSlot>>;
}

const NOTHING: StoredSlot = { probe: null, targets: [] };

export const EMPTY_STATE: StoredState = {
  version: 1,
  stateVersion: 0,
  configure: null,
  bound: null,
  split: { blue: 0, green: 0 },
  paused: null,
  slots: { blue: NOTHING, green: NOTHING },
};

/**
 * Stores the state so that a crash at any moment leaves the old file or the new one, whole: written aside, flushed, renamed over,
 * and the folder flushed. Callers take turns.
 */
export async function storeState(file: string, state: StoredState): Promise<void> {
  const aside = `${file}.new`;
  try {
    await writeFlushed(aside, `${JSON.stringify(state)}\n`);
    await rename(aside, file);
    await flushFolder(dirname(file));
  } catch (cause) {
    throw new ProxyError('not_stored', `cannot store the routes in ${file}: ${reasonOf(cause)}`, { cause });
  }
}

async function writeFlushed(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface Restored {
  readonly found: 'nothing' | 'state' | 'unreadable';
  readonly state: StoredState;
}

/** A file that cannot be read is kept as `<file>.unreadable` and the proxy starts empty: the control plane sets its routes again. */
export async function restoreState(file: string): Promise<Restored> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { found: 'nothing', state: EMPTY_STATE };
  const state = parseState(text);
  if (state) return { found: 'state', state };
  await rename(file, `${file}.unreadable`);
  return { found: 'unreadable', state: EMPTY_STATE };
}

function parseState(text: string): StoredState | undefined {
  try {
    const state = JSON.parse(text) as Partial<StoredState> | null;
    const isWhole = state?.version === 1 && state.slots?.blue && state.slots.green && state.split;
    return isWhole ? { ...EMPTY_STATE, ...state } : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
