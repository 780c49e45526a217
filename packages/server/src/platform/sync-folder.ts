import { open } from 'node:fs/promises';

/** A rename, a new file and a removal are durable when their folder is. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
