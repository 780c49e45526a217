import type { ApprovalWishes } from '../approvable.ts';
import { approvable, approvalOptions } from '../approvable.ts';
import { roleTable } from '../text/access.ts';
import type { Invocation, Verb } from '../verb.ts';

interface SetOptions extends ApprovalWishes {
  readonly permission: string[];
  readonly description?: string;
}

export const roles: Verb = (command, does) => {
  command.action(does(list));
  command.command('list').description('the same').action(does(list));
  approvalOptions(command.command('add'))
    .description('make a role, or change one of yours')
    .argument('<name>')
    .requiredOption('-p, --permission <permission...>', 'what it allows: logs:read, or asr:view_files of a service')
    .option('-d, --description <text>', 'what it is for')
    .action(does(add));
  approvalOptions(command.command('remove')).description('one that nobody has').argument('<name>').action(does(remove));
};

async function list({ connect, output }: Invocation<unknown>) {
  const answer = await connect().client.call('roles', {});
  output.answer(answer, (style) =>
    [roleTable(answer.items, style), '', `Permissions: ${answer.permissions.join(' ')}`].join('\n'),
  );
  return undefined;
}

async function add(call: Invocation<SetOptions>) {
  const { connect, args, options, output, host } = call;
  const [name = ''] = args;
  const { permission: permissions, description = '' } = options;
  const input = { params: { name }, body: { permissions, description } };
  const role = await approvable(call, (wishes) =>
    connect().client.call('setRole', input, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(role, () => `The role ${name} allows ${role.permissions.join(', ')}.`);
  return undefined;
}

async function remove(call: Invocation<ApprovalWishes>) {
  const { connect, args, output, host } = call;
  const [name = ''] = args;
  const done = await approvable(call, (wishes) =>
    connect().client.call('removeRole', { params: { name } }, { idempotencyKey: host.newId(), ...wishes }),
  );
  output.answer(done, () => `The role ${name} is removed.`);
  return undefined;
}
