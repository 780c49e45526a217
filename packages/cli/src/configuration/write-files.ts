import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../failure.ts';

export interface WrittenFile {
  readonly path: string;
  readonly outcome: 'written' | 'replaced' | 'unchanged';
}

/** Each file is there whole, or as it was before. Other files of the folder are let be. */
export function writeFiles(
  directory: string,
  files: readonly { readonly path: string; readonly text: string }[],
): readonly WrittenFile[] {
  return files.map(({ path, text }) => ({ path, outcome: writeOne(join(directory, path), text) }));
}

function writeOne(path: string, text: string): WrittenFile['outcome'] {
  const before = textAt(path);
  if (before === text) return 'unchanged';
  const temporary = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw new CliError('file_unwritable', `${path} cannot be written.`, { cause: error });
  }
  return before === undefined ? 'written' : 'replaced';
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
