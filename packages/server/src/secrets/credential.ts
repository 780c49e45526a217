import { readFile } from 'node:fs/promises';
import { SecretError } from './secret-error.ts';

/** Given in the environment, or in a file that is read at each use. */
export async function readCredential(
  what: string,
  given: string | undefined,
  file: string | undefined,
): Promise<string> {
  if (given !== undefined) return given;
  if (file === undefined) throw unreadable(what, 'none is given');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(what, `${file}: ${error.code ?? 'unreadable'}`);
  });
  const credential = text.trim();
  if (credential === '') throw unreadable(what, `${file} is empty`);
  return credential;
}

function unreadable(what: string, why: string): SecretError {
  return new SecretError('secret_source_refused', `${what} cannot be read: ${why}.`, {
    hint: 'Give it in the environment or in a file; docs/security.md lists the names.',
  });
}
