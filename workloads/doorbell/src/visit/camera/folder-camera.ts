import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@seaworthy/kit';

/** A camera takes `count` frames in a row. Throws when it cannot take any. */
export interface Camera {
  burst(count: number): Promise<readonly Uint8Array[]>;
}

/** A folder of JPEGs, played in the order of their names as the frames of a camera; the next burst goes on where the last ended. */
export function createFolderCamera(folder: string, intervalMs: number, clock: Clock): Camera {
  let next = 0;
  return {
    async burst(count) {
      const files = await jpegsIn(folder);
      if (files.length === 0) throw new Error(`no .jpg in ${folder}`);
      const frames: Uint8Array[] = [];
      for (let taken = 0; taken < Math.min(count, files.length); taken++) {
        if (taken > 0) await clock.sleep(intervalMs);
        frames.push(await readFile(join(folder, files[next++ % files.length] ?? '')));
      }
      return frames;
    },
  };
}

async function jpegsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter((name) => /\.jpe?g$/i.test(name)).sort();
}
