import { open } from 'node:fs/promises';

/** A new, renamed or removed file is only sure to be so after a crash when its folder was synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
