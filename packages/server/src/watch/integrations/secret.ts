import { readFile } from 'node:fs/promises';
import { SendError } from './send-error.ts';

/**
 * A secret as written in the configuration, or read from its file anew for each attempt, so that a changed one counts
 * at once. Undefined when there is neither.
 */
export async function readSecret(written: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (written !== undefined || file === undefined) return written;
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SendError('configuration', `The file ${file} cannot be read (${code}).`, { retryable: true });
  }
}

/** The same, where it cannot do without. */
export async function needSecret(name: string, written: string | undefined, file: string | undefined): Promise<string> {
  const secret = await readSecret(written, file);
  if (secret) return secret;
  const where = file === undefined ? 'is not set' : `is empty in ${file}`;
  throw new SendError('configuration', `${name} ${where}.`, { retryable: file !== undefined });
}
