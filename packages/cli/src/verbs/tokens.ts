import { CliError } from '../failure.ts';
import { tokenTable } from '../text/access.ts';
import { formatDuration, parseSpan } from '../text/duration.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

interface CreateOptions {
  readonly role?: string[];
  readonly permission?: string[];
  readonly life?: string;
}

export const tokens: Verb = (command, does) => {
  pageOptions(command).action(does(list));
  pageOptions(command.command('list').description('the same')).action(does(list));
  command
    .command('create')
    .description('make one for a program, and print it: it is told once')
    .argument('<name>', 'what it is for')
    .option('-r, --role <role...>', 'it may do what these roles allow')
    .option('-p, --permission <permission...>', 'and this: deployments:write')
    .option('--life <duration>', 'until it expires; `never` for one that does not (default: 90d)')
    .action(does(create));
  command
    .command('signing-key')
    .description('print the key by which requests are signed in the name of a token of yours')
    .argument('<id>')
    .action(does(signingKey));
  command.command('revoke').description('end some at once').argument('<id...>').action(does(revoke));
};

async function list({ connect, options, output, host }: Invocation<PageOptions>) {
  const page = await connect().client.call('tokens', { query: pageQuery(options) });
  output.answer(page, (style) =>
    page.items.length === 0 ? 'No token.' : withMore(page, tokenTable(page.items, host.now(), style)),
  );
  return undefined;
}

async function signingKey({ connect, args, output }: Invocation<unknown>) {
  const [id = ''] = args;
  const made = await connect().client.call('signingKey', { params: { id } });
  output.note('It ends when the token does. docs/signed-requests.md tells how it is used.');
  output.answer(made, () => made.key);
  return undefined;
}

async function create({ connect, args, options, output, host }: Invocation<CreateOptions>) {
  const { role: roles = [], permission: permissions = [], life = '90d' } = options;
  if (roles.length + permissions.length === 0) {
    const hint = 'Give it a --role or a --permission; `seaworthy roles` lists them.';
    throw new CliError('usage', 'A token that may do nothing is of no use.', { hint });
  }
  const [name = ''] = args;
  const body = { name, roles, permissions, lifeMs: life === 'never' ? null : parseSpan(life) };
  // No Idempotency-Key: the answer would be kept, and the token with it.
  const made = await connect().client.call('createToken', { body });
  const { expiresAt } = made.token;
  const ends =
    expiresAt === null ? 'never expires' : `expires in ${formatDuration(Date.parse(expiresAt) - host.now())}`;
  output.note(`Token ${made.token.id} ${ends}. It is told once: keep it where secrets are kept.`);
  output.answer(made, () => made.text);
  return undefined;
}

async function revoke({ connect, args, output, host }: Invocation<unknown>) {
  const { client } = connect();
  for (const id of args) await client.call('revokeToken', { params: { id } }, { idempotencyKey: host.newId() });
  output.answer({ revoked: args }, () => args.map((id) => `Token ${id} is worth nothing any more.`).join('\n'));
  return undefined;
}
