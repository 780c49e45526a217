import { readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writePrivately } from '../../platform/private-file.ts';
import { syncFolder } from '../../platform/sync-folder.ts';
import type { RandomBytes, SealKey } from './envelope.ts';
import { keyBytes } from './envelope.ts';
import { masterKey, parseMasterKey } from './master-key.ts';
import { SealError } from './seal-error.ts';

/** A master key in a file that its owner alone can read; during a rotation the new one waits beside it. */
export interface MasterKeyFile {
  readonly path: string;
  /** The key and the one that waits, those that exist. */
  read(): Promise<{ readonly present: SealKey | undefined; readonly next: SealKey | undefined }>;
  /** Writes a new key to wait beside the present one; on the disk when it resolves. */
  writeNext(): Promise<SealKey>;
  /** Ends a rotation, whether it came to its end or not: the key with that id is the only one from now on. */
  settle(id: string): Promise<void>;
}

export function masterKeyFile(path: string, random: RandomBytes): MasterKeyFile {
  const nextPath = `${path}.next`;
  const read = async () => ({ present: await readKey(path), next: await readKey(nextPath) });
  return {
    path,
    read,
    async writeNext() {
      const bytes = random(keyBytes);
      await writePrivately(nextPath, `${bytes.toString('base64')}\n`);
      return masterKey(bytes);
    },
    async settle(id) {
      const { present, next } = await read();
      if (next === undefined) return;
      if (next.id === id) await rename(nextPath, path);
      else if (present?.id === id) await rm(nextPath);
      await syncFolder(dirname(path));
    },
  };
}

async function readKey(path: string): Promise<SealKey | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw openToOthers(path, mode);
    return parseMasterKey(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function openToOthers(path: string, mode: number): SealError {
  const message = `${path} can be read by others (mode ${(mode & 0o777).toString(8)}).`;
  const hint = `Run \`chmod 600 ${path}\`; when others could really read it, run \`seaworthy secrets rotate-key\` afterwards.`;
  return new SealError('master_key_unsafe', message, { hint });
}
