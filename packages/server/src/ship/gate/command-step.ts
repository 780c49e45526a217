import type { Command } from './command.ts';
import { runCommand } from './command.ts';
import type { GateVerdict } from './verdict.ts';
import { fail, pass } from './verdict.ts';

/** Passes when the command exits 0; the end of its output is kept either way. */
export async function runCommandStep(command: Command, signal: AbortSignal): Promise<GateVerdict> {
  const said = `\`${command.argv.join(' ')}\``;
  const { endedBy, exitCode, output } = await runCommand(command, signal);
  switch (endedBy) {
    case 'not_started':
      return fail(`${said} could not be started`, output);
    case 'timeout':
      return fail(`${said} was still running after ${command.timeoutMs / 1000} s and was killed`, output);
    case 'signal':
      return fail(`${said} was killed by a signal`, output);
    case 'exit':
      return exitCode === 0 ? pass(`${said} exited 0`, output) : fail(`${said} exited ${exitCode}`, output);
  }
}
