import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from '../platform/private-file.ts';

/** Folders with secrets as files, one for whoever runs: 0700, the files 0600. */
export interface SecretFiles {
  /** Makes the folder hold exactly these; each file is there whole or not at all. Tells their paths, by name. */
  write(id: string, files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>>;
  remove(id: string): Promise<void>;
  removeAllBut(ids: readonly string[]): Promise<void>;
}

export function secretFiles(folder: string): SecretFiles {
  const remove = (id: string) => rm(join(folder, id), { recursive: true, force: true });
  return {
    async write(id, files) {
      await remove(id);
      if (files.size === 0) return new Map();
      const own = join(folder, id);
      await mkdir(own, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const written = [...files].map(async ([name, value]) => {
        const path = join(own, name);
        await writePrivately(path, value);
        return [name, path] as const;
      });
      return new Map(await Promise.all(written));
    },
    remove,
    async removeAllBut(ids) {
      const present = await readdir(folder).catch(() => []);
      await Promise.all(present.filter((id) => !ids.includes(id)).map(remove));
    },
  };
}
