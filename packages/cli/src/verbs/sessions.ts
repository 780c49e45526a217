import { CliError } from '../failure.ts';
import { sessionTable } from '../text/access.ts';
import { formatCounted } from '../text/quantity.ts';
import type { Invocation, Verb } from '../verb.ts';

interface ListOptions {
  readonly user?: string;
}

interface EndOptions {
  readonly all?: true;
}

export const sessions: Verb = (command, does) => {
  const listing = (each: typeof command) =>
    each.option('--user <name>', "somebody else's; needs sessions:read").action(does(list));
  listing(command);
  listing(command.command('list').description('the same'));
  command
    .command('end')
    .description("end some of yours; with sessions:write anybody's")
    .argument('[id...]')
    .option('--all', 'every session of yours')
    .action(does(end));
};

async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const query = options.user === undefined ? {} : { user: options.user };
  const answer = await connect().client.call('sessions', { query });
  output.answer(answer, (style) =>
    answer.items.length === 0 ? 'No open session.' : sessionTable(answer.items, host.now(), style),
  );
  return undefined;
}

async function end({ connect, args, options, output, host }: Invocation<EndOptions>) {
  if ((options.all === true) === args.length > 0) {
    throw new CliError('usage', 'Give the ids of sessions, or --all.', { hint: 'Run `seaworthy sessions`.' });
  }
  const { client } = connect();
  if (options.all) {
    const { ended } = await client.call('signOutEverywhere', {}, { idempotencyKey: host.newId() });
    output.answer({ ended }, () => `${formatCounted(ended, 'session')} ended.`);
    return undefined;
  }
  for (const id of args) await client.call('endSession', { params: { id } }, { idempotencyKey: host.newId() });
  output.answer({ ended: args.length }, () => args.map((id) => `Session ${id} is over.`).join('\n'));
  return undefined;
}
