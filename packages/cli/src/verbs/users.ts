import { linkText, userTable } from '../text/access.ts';
import { formatCounted } from '../text/quantity.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

interface AddOptions {
  readonly role: string[];
}

interface ResetOptions {
  readonly secondFactor?: true;
}

export const users: Verb = (command, does) => {
  pageOptions(command).action(does(list));
  pageOptions(command.command('list').description('the same')).action(does(list));
  command
    .command('add')
    .description('let somebody in, and print the link for their first sign-in')
    .argument('<name>')
    .requiredOption('-r, --role <role...>', 'what they are: viewer, operator, reviewer, admin, or a role of yours')
    .action(does(add));
  command.command('remove').description('with their sessions and tokens').argument('<name>').action(does(remove));
  command
    .command('disable')
    .description('end their sessions and let nobody in by that name')
    .argument('<name>')
    .action(does((call: Invocation<unknown>) => setDisabled(call, true)));
  command
    .command('enable')
    .description('let them in again')
    .argument('<name>')
    .action(does((call: Invocation<unknown>) => setDisabled(call, false)));
  command
    .command('role')
    .description('give them these roles instead of those that they have')
    .argument('<name>')
    .argument('<role...>')
    .action(does(setRoles));
  command
    .command('reset')
    .description('forget their password, end their sessions, and print a new link')
    .argument('<name>')
    .option('--second-factor', 'forget their second factor too')
    .action(does(reset));
  command.command('sign-out').description('end their sessions').argument('<name>').action(does(signOut));
};

async function list({ connect, options, output, host }: Invocation<PageOptions>) {
  const page = await connect().client.call('users', { query: pageQuery(options) });
  output.answer(page, (style) => withMore(page, userTable(page.items, host.now(), style)));
  return undefined;
}

async function add({ connect, args, options, output, host }: Invocation<AddOptions>) {
  const [name = ''] = args;
  const body = { name, roles: options.role };
  const added = await connect().client.call('addUser', { body }, { idempotencyKey: host.newId() });
  output.answer(added, () => linkText(added.signIn, host.now()));
  return undefined;
}

async function remove({ connect, args, output, host }: Invocation<unknown>) {
  const [name = ''] = args;
  const done = await connect().client.call('removeUser', { params: { name } }, { idempotencyKey: host.newId() });
  output.answer(done, () => `${name} is removed, with their sessions and tokens.`);
  return undefined;
}

async function setDisabled({ connect, args, output, host }: Invocation<unknown>, disabled: boolean) {
  const [name = ''] = args;
  const input = { params: { name }, body: { disabled } };
  const user = await connect().client.call('changeUser', input, { idempotencyKey: host.newId() });
  output.answer(user, () =>
    disabled ? `${name} is disabled; their sessions are over.` : `${name} may sign in again.`,
  );
  return undefined;
}

async function setRoles({ connect, args, output, host }: Invocation<unknown>) {
  const [name = '', ...roles] = args;
  const input = { params: { name }, body: { roles } };
  const user = await connect().client.call('changeUser', input, { idempotencyKey: host.newId() });
  output.answer(user, () => `${name} is ${user.roles.join(', ')}, from now on.`);
  return undefined;
}

async function reset({ connect, args, options, output, host }: Invocation<ResetOptions>) {
  const [name = ''] = args;
  const input = { params: { name }, body: { secondFactor: options.secondFactor ?? false } };
  const link = await connect().client.call('resetUser', input, { idempotencyKey: host.newId() });
  output.answer(link, () => linkText(link, host.now()));
  return undefined;
}

async function signOut({ connect, args, output, host }: Invocation<unknown>) {
  const [name = ''] = args;
  const call = connect().client.call('endUserSessions', { params: { name } }, { idempotencyKey: host.newId() });
  const answer = await call;
  output.answer(answer, () => `${formatCounted(answer.ended, 'session')} of ${name} ended.`);
  return undefined;
}
