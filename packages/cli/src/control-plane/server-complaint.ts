import { readFileSync } from 'node:fs';
import type { ExitCode } from '../failure.ts';
import { CliError, exitCodes, ServerRefusal } from '../failure.ts';
import type { ServerExit, ServerProcess } from './server-process.ts';
import { serverLogFile } from './server-process.ts';

const shownLines = 10;

/** What to tell of a control plane that ended before it answered: its own words, when it found any. */
export function earlyEnd(server: ServerProcess, exit: ServerExit, folder: string): Error {
  const words = server.complaint();
  if (words !== '') return new ServerRefusal(words, exitCode(exit));
  const how = exit.code === null ? `by ${exit.signal}` : `with exit code ${exit.code}`;
  const message = [`The control plane ended ${how} before it answered.`, ...lastLines(serverLogFile(folder))];
  return new CliError('start_failed', message.join('\n  '));
}

function exitCode({ code }: ServerExit): ExitCode {
  return code === 2 || code === 4 || code === 5 ? code : exitCodes.failed;
}

function lastLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-shownLines);
  } catch {
    return [];
  }
}
