import { CliError } from '../failure.ts';
import { askHidden } from '../terminal/ask.ts';
import type { Host } from '../terminal/host.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Passwords {
  /** Undefined where there is none. */
  readonly current: string | undefined;
  readonly password: string;
}

export const password: Verb = (command, does) =>
  void command
    .addHelpText(
      'after',
      '\nA terminal asks for it. Else it is read from stdin: the new one, or the present one and the new one on two lines.',
    )
    .action(does(change));

async function change({ connect, host, output }: Invocation<unknown>) {
  const { client } = connect();
  const { current, password: wanted } = host.secretInput.isTerminal ? await asked(host) : await read(host);
  const body = { ...(current === undefined ? {} : { current }), password: wanted };
  const done = await client.call('changePassword', { body });
  output.answer(done, () => 'The password is changed. Your other sessions have ended.');
  return undefined;
}

async function asked(host: Host): Promise<Passwords> {
  const current = await askHidden('Present password, empty when there is none', host);
  const wanted = await askHidden('New password', host);
  if ((await askHidden('The new one again', host)) !== wanted) {
    throw new CliError('usage', 'The two are not the same.', { hint: 'Nothing was changed.' });
  }
  return { current: current === '' ? undefined : current, password: some(wanted) };
}

async function read({ secretInput }: Host): Promise<Passwords> {
  const lines = (await secretInput.readAll()).replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines.length > 2) throw new CliError('usage', 'stdin has more than two lines.', { hint: 'Nothing was changed.' });
  const [wanted = '', current] = lines.toReversed();
  return { current, password: some(wanted) };
}

function some(wanted: string): string {
  if (wanted !== '') return wanted;
  throw new CliError('usage', 'The new password is empty.', { hint: 'Nothing was changed.' });
}
