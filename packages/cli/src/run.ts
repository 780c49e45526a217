import { CommanderError } from 'commander';
import type { ExitCode, Failure } from './failure.ts';
import { cliFailures, exitCodes, failureDocument, failureText } from './failure.ts';
import { buildProgram } from './program.ts';
import type { Host } from './terminal/host.ts';
import { verbList } from './verb-list.ts';

/** Runs one command line. Everything that goes wrong ends as a sentence, what to do, and an exit code. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done;
  try {
    const words = argv.length === 0 ? ['--help'] : argv;
    const program = await buildProgram(words, host, (code) => {
      exit = code;
    });
    await program.parseAsync(words, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, argv, host);
    const { failureOf } = await import('./failure-of.ts');
    return tell(failureOf(error), argv, host);
  }
}

function usage(error: CommanderError, argv: readonly string[], host: Host): ExitCode {
  if (error.exitCode === 0) return exitCodes.done;
  const verb = verbList.find(({ name }) => argv.includes(name));
  const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const hint = `Run \`seaworthy ${verb ? `${verb.name} ` : ''}--help\`.`;
  return tell({ code: 'usage', message, hint, exit: cliFailures.usage.exit }, argv, host);
}

function tell(failure: Failure, argv: readonly string[], host: Host): ExitCode {
  host.stderr.write(`${failureText(failure)}\n`);
  if (argv.includes('--json')) host.stdout.write(`${JSON.stringify(failureDocument(failure), null, 2)}\n`);
  return failure.exit;
}
