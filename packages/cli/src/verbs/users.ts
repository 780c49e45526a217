import type { ApprovalWishes } from '../approvable.ts';
import { approvable, approvalOptions } from '../approvable.ts';
import { linkText, userTable } from '../text/access.ts';
import { formatCounted } from '../text/quantity.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

interface AddOptions extends ApprovalWishes {
  readonly role: string[];
}

interface ResetOptions extends ApprovalWishes {
  readonly secondFactor?: true;
}

export const users: Verb = (command, does) => {
  pageOptions(command).action(does(list));
  pageOptions(command.command('list').description('the same')).action(does(list));
  approvalOptions(command.command('add'))
    .description('let somebody in, and print the link for their first sign-in')
    .argument('<name>')
    .requiredOption('-r, --role <role...>', 'what they are: viewer, operator, reviewer, admin, or a role of yours')
    .action(does(add));
  approvalOptions(command.command('remove'))
    .description('with their sessions and tokens')
    .argument('<name>')
    .action(does(remove));
  approvalOptions(command.command('disable'))
    .description('end their sessions and let nobody in by that name')
    .argument('<name>')
    .action(does((call: Invocation<ApprovalWishes>) => setDisabled(call, true)));
  approvalOptions(command.command('enable'))
    .description('let them in again')
    .argument('<name>')
    .action(does((call: Invocation<ApprovalWishes>) => setDisabled(call, false)));
  approvalOptions(command.command('role'))
    .description('give them these roles instead of those that they have')
    .argument('<name>')
    .argument('<role...>')
    .action(does(setRoles));
  approvalOptions(command.command('reset'))
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

async function add(call: Invocation<AddOptions>) {
  const { connect, args, options, output, host } = call;
  const [name = ''] = args;
  const body = { name, roles: options.role };
  const added = await approvable(call, (wishes) =>
    connect().client.call('addUser', { body }, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(added, () => linkText(added.signIn, host.now()));
  return undefined;
}

async function remove(call: Invocation<ApprovalWishes>) {
  const { connect, args, output, host } = call;
  const [name = ''] = args;
  const done = await approvable(call, (wishes) =>
    connect().client.call('removeUser', { params: { name } }, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(done, () => `${name} is removed, with their sessions and tokens.`);
  return undefined;
}

async function setDisabled(call: Invocation<ApprovalWishes>, disabled: boolean) {
  const { connect, args, output, host } = call;
  const [name = ''] = args;
  const input = { params: { name }, body: { disabled } };
  const user = await approvable(call, (wishes) =>
    connect().client.call('changeUser', input, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(user, () =>
    disabled ? `${name} is disabled; their sessions are over.` : `${name} may sign in again.`,
  );
  return undefined;
}

async function setRoles(call: Invocation<ApprovalWishes>) {
  const { connect, args, output, host } = call;
  const [name = '', ...roles] = args;
  const input = { params: { name }, body: { roles } };
  const user = await approvable(call, (wishes) =>
    connect().client.call('changeUser', input, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(user, () => `${name} is ${user.roles.join(', ')}, from now on.`);
  return undefined;
}

async function reset(call: Invocation<ResetOptions>) {
  const { connect, args, options, output, host } = call;
  const [name = ''] = args;
  const input = { params: { name }, body: { secondFactor: options.secondFactor ?? false } };
  const link = await approvable(call, (wishes) =>
    connect().client.call('resetUser', input, { idempotencyKey: host.newId(), ...wishes }),
  );
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
