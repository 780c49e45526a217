import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { RolloutPolicy } from './policy.ts';

/** Whether argv can be started in that folder: the program is a file that may be run, there or on PATH. */
export async function canRun(argv: readonly string[], directory: string, path: string): Promise<boolean> {
  const [program = ''] = argv;
  if (program === '') return false;
  if (program.includes('/')) return isExecutable(isAbsolute(program) ? program : join(directory, program));
  const places = path.split(delimiter).filter((place) => place !== '');
  return (await Promise.all(places.map((place) => isExecutable(join(place, program))))).some(Boolean);
}

/** The commands that a deployment under this policy will run, with what they are for. */
export function commandsOf({
  runtime,
  release,
}: RolloutPolicy): readonly { readonly what: string; readonly argv: readonly string[] }[] {
  const validation = release.validation.flatMap((step) =>
    step.kind === 'command' ? [{ what: 'release.validation', argv: step.command }] : [],
  );
  const migration = release.migrate === undefined ? [] : [{ what: 'release.migrate', argv: release.migrate.command }];
  return [{ what: 'runtime.command', argv: runtime.command }, ...validation, ...migration];
}

/** Undefined when there is a folder or a file that can be read; else why not. */
export async function sourceProblem(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    await access(path, found.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return `there is nothing at ${path}`;
    if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read`;
    throw error;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there, or not for us: either way it cannot be started.
    return false;
  }
}
