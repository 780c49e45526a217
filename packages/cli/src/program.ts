import { Command } from 'commander';
import type { Connection, ConnectionOptions } from './control-plane/connection.ts';
import type { ExitCode } from './failure.ts';
import type { Host } from './terminal/host.ts';
import { createOutput } from './terminal/output.ts';
import type { Does, Invocation } from './verb.ts';
import { verbList } from './verb-list.ts';
import { cliVersion } from './version-here.ts';

/** Everything that the words of `argv` may need is loaded; the other verbs are known by name and summary alone. */
export async function buildProgram(
  argv: readonly string[],
  host: Host,
  ended: (exit: ExitCode) => void,
): Promise<Command> {
  const program = rootCommand(host);
  for (const { name, summary, group, isAlone, load } of verbList) {
    const command = program.command(name).description(summary).helpGroup(group);
    if (!argv.includes(name)) continue;
    const verb = await load();
    const connect = isAlone ? notConnected : (await import('./control-plane/connection.ts')).connect;
    await verb(command, doing(host, connect, ended));
  }
  return program;
}

function rootCommand(host: Host): Command {
  return new Command('seaworthy')
    .description('Production readiness for a service: ship it, watch it, keep it running.')
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => Math.min(host.stdout.columns, 120),
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .version(cliVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'what this takes')
    .usage('<verb> [options]')
    .commandsGroup('Set up:')
    .helpCommand('help [verb]', 'what a verb takes')
    .option('--json', 'print one JSON document on stdout, and nothing else there')
    .option('--state-dir <dir>', 'the folder of a control plane on this machine (default: .seaworthy)')
    .option('--url <url>', 'a control plane elsewhere; its token is read from SEAWORTHY_TOKEN')
    .option('--ca <file>', 'signs the certificate of that control plane, in PEM (default: SEAWORTHY_CA)')
    .addHelpText('after', ({ command }) => (command.parent ? '' : exitCodesText));
}

const exitCodesText = `
Exit codes:
  0 done   1 failed   2 bad usage or configuration   3 rolled back   4 refused   5 control plane unreachable`;

type Connect = (options: ConnectionOptions, host: Host, limits?: { answerMs?: number }) => Connection;

function notConnected(): never {
  throw new Error('This verb asks no control plane.');
}

function doing(host: Host, connect: Connect, ended: (exit: ExitCode) => void): Does {
  return (action) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals();
      const call: Invocation<typeof options> = {
        args: command.args,
        options,
        host,
        output: createOutput(host, options['json'] === true),
        connect: (limits) => connect(options, host, limits),
      };
      ended((await action(call as never)) ?? 0);
    };
}
