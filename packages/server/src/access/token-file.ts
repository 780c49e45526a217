import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { permissions } from '@seaworthy/api';
import type { Principal } from './principal.ts';
import type { NewToken, TokenStore } from './tokens.ts';

/** Name of whoever calls with the token file: who may read it owns this machine's account. */
export const localUser = 'local';

/** What the command line on the same machine comes with. */
export const localToken: NewToken = { name: localUser, permissions: [...permissions] };

/**
 * Makes sure that the file holds a token that may do what it is for, and returns it. One that does is kept. Else a new
 * one is made: also for one of an older version, which knew fewer permissions; copies of it go on with those. The file is
 * readable by its owner alone, from its first byte.
 */
export async function ensureTokenFile(file: string, tokens: TokenStore, token: NewToken): Promise<string> {
  const existing = await readToken(file);
  const holder = existing === undefined ? undefined : await tokens.authenticate(existing);
  if (existing !== undefined && holder !== undefined && holds(holder, token)) {
    await chmod(file, 0o600);
    return existing;
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const text = await tokens.create(token);
  await writePrivately(file, `${text}\n`);
  return text;
}

function holds(holder: Principal, { permissions: needed }: NewToken): boolean {
  return needed.every((permission) => holder.permissions.has(permission));
}

async function readToken(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and never readable by others: `wx` refuses a file that somebody laid there before. */
async function writePrivately(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  await rm(temporary, { force: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
