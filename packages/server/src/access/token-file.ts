import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { permissions } from '@seaworthy/api';
import type { TokenStore } from './tokens.ts';

/** Name of whoever calls with the token file: who may read it owns this machine's account. */
export const localUser = 'local';

/**
 * Makes sure that the file holds a token that may do everything: the credential of the command line on the same machine.
 * A token that does is kept. Else a new one is made: also for one of an older version, which knew fewer permissions;
 * copies of it go on with those. The file is readable by its owner alone, from its first byte.
 */
export async function ensureTokenFile(file: string, tokens: TokenStore): Promise<void> {
  const existing = await readToken(file);
  const holder = existing === undefined ? undefined : await tokens.authenticate(existing);
  if (permissions.every((permission) => holder?.permissions.has(permission))) return chmod(file, 0o600);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writePrivately(file, `${await tokens.create({ name: localUser, permissions: [...permissions] })}\n`);
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
