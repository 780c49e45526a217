import { readFileSync } from 'node:fs';
import type { ExitCode } from '../failure.ts';
import { CliError, exitCodes, ServerRefusal } from '../failure.ts';
import type { ServerExit, ServerProcess } from './server-process.ts';
import { serverLogFile } from './server-process.ts';

const shownLines = 10;

/** What to tell of a control plane that ended before it answered: its own words, when it found any. */
export function earlyEnd(server: ServerProcess, exit: ServerExit, folder: string): Error {
  const words = server.complaint();
  if (words !== '' && exit.code === exitCodes.usage) return new ServerRefusal(words, exitCodes.usage);
  const [sentence = '', hint] = words.split('\n');
  // A fault of its own ends with a stack: that is for the one who mends it, in the file.
  if (sentence !== '' && !/^\s+at /.test(hint ?? '')) return new ServerRefusal(asError(sentence, hint), exitCode(exit));
  const how = exit.code === null ? `by ${exit.signal}` : `with exit code ${exit.code}`;
  const message = [`The control plane ended ${how} before it answered.`, sentence, ...lastLines(serverLogFile(folder))];
  const place = `Look into ${folder}/logs, and run \`seaworthy up\` again.`;
  return new CliError('start_failed', message.filter((line) => line !== '').join('\n  '), { hint: place });
}

function asError(sentence: string, hint: string | undefined): string {
  return `error: ${sentence} (start_failed)${hint ? `\n  what to do: ${hint}` : ''}`;
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
