import { chmod, readFile } from 'node:fs/promises';
import { permissions } from '@seaworthy/api';
import { writePrivately } from '../platform/private-file.ts';
import { readPermissions } from './permission-list.ts';
import type { NewToken, TokenRow, TokenStore } from './tokens.ts';
import { localUser } from './users.ts';

/** What the command line on the same machine comes with. */
export const localToken: NewToken = { name: localUser, user: localUser, permissions: [...permissions] };

/**
 * Makes sure that the file holds a token that may do what it is for, and returns it. One that does is kept. Else a new
 * one is made: also for one of an older version, which knew fewer permissions; copies of it go on with those. The file is
 * readable by its owner alone, from its first byte.
 */
export async function ensureTokenFile(
  file: string,
  tokens: TokenStore,
  token: NewToken,
  onMade: (row: TokenRow) => Promise<void>,
): Promise<string> {
  const existing = await readToken(file);
  const holder = existing === undefined ? undefined : await tokens.find(existing);
  if (existing !== undefined && holder !== undefined && holds(holder, token)) {
    await chmod(file, 0o600);
    return existing;
  }
  const { text, row } = await tokens.create(token);
  await writePrivately(file, `${text}\n`);
  await onMade(row);
  return text;
}

function holds(holder: TokenRow, { permissions: needed }: NewToken): boolean {
  const held = readPermissions(holder.permissions);
  return needed.every((permission) => held.has(permission));
}

async function readToken(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
