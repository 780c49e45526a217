import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ApprovalWishes } from '../approvable.ts';
import { approvable, approvalOptions } from '../approvable.ts';
import { CliError } from '../failure.ts';
import { askHidden } from '../terminal/ask.ts';
import type { Host } from '../terminal/host.ts';
import { rotationText, secretTable } from '../text/secret.ts';
import type { Invocation, Verb } from '../verb.ts';

interface SetOptions extends ApprovalWishes {
  readonly file?: string;
}

interface DeleteOptions extends ApprovalWishes {
  readonly force?: true;
}

export const secrets: Verb = (command, does) => {
  command.action(does(list));
  command.command('list').description('the same').action(does(list));
  approvalOptions(command.command('set'))
    .description('set one, or a new version of it: asks for the value, or reads it from stdin or a file')
    .argument('<name>', 'as runtime.inject names it')
    .option('--file <file>', 'that holds the value; its last line break is left out')
    .action(does(set));
  approvalOptions(command.command('delete'))
    .description('remove every version of some')
    .argument('<name...>')
    .option('--force', 'also those that instances use: they do not start any more')
    .action(does(remove));
  approvalOptions(command.command('rotate-key'))
    .description('make new keys, and seal everything anew by them')
    .action(does(rotateKey));
};

async function list({ connect, output }: Invocation<unknown>) {
  const page = await connect().client.call('secrets', {});
  output.answer(page, (style) => (page.items.length === 0 ? 'No secret.' : secretTable(page.items, style)));
  return undefined;
}

async function set(call: Invocation<SetOptions>) {
  const { connect, args, options, output, host } = call;
  const [name = ''] = args;
  const { client } = connect();
  const value = await readValue(name, options, host);
  if (value === '') throw new CliError('usage', 'The value is empty.', { hint: 'Nothing was changed.' });
  const made = await approvable(call, (wishes) =>
    client.call('setSecret', { params: { name }, body: { value } }, wishes),
  );
  output.answer(made, () => `${name} has version ${made.version}. Instances get it at their next start.`);
  return undefined;
}

/** Never from the command line: that stands in histories and in the list of processes. */
async function readValue(name: string, { file }: SetOptions, host: Host): Promise<string> {
  if (file !== undefined) return withoutLastBreak(await readText(resolve(host.cwd, file)));
  if (!host.secretInput.isTerminal) return withoutLastBreak(await host.secretInput.readAll());
  return askHidden(`Value of ${name}`, host);
}

/** As `${file:…}` in the configuration reads it. */
function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError('file_unreadable', `${file} cannot be read: ${cause.code ?? cause.message}.`, { cause });
  });
}

async function remove(call: Invocation<DeleteOptions>) {
  const { connect, args, options, output, host } = call;
  const { client } = connect();
  const force = options.force === true ? ('true' as const) : ('false' as const);
  for (const name of args) {
    const input = { params: { name }, query: { force } };
    await approvable(call, (wishes) => client.call('deleteSecret', input, { idempotencyKey: host.newId(), ...wishes }));
  }
  output.answer({ deleted: args }, () => args.map((name) => `${name} is deleted.`).join('\n'));
  return undefined;
}

async function rotateKey(call: Invocation<ApprovalWishes>) {
  const { connect, output, host } = call;
  const done = await approvable(call, (wishes) =>
    connect().client.call('rotateKeys', {}, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(done, () => rotationText(done));
  return undefined;
}
