import { approvalTable, approvalText } from '../text/approval.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

interface ListOptions extends PageOptions {
  readonly all?: true;
}

interface Reasoned {
  readonly reason?: string;
}

export const approvals: Verb = (command, does) => {
  const listing = (each: typeof command) =>
    pageOptions(each).option('--all', 'also those that were decided on').action(does(list));
  listing(command);
  listing(command.command('list').description('the same'));
  command.command('show').description('one of them, with what was asked').argument('<id>').action(does(show));
  command
    .command('approve')
    .description('let it be done; the last approval that is needed does it')
    .argument('<id>')
    .option('--reason <text>', 'why')
    .action(does(approve));
  command
    .command('reject')
    .description('let it not be done')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why not')
    .action(does(reject));
};

async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const query = { ...pageQuery(options), state: options.all ? ('all' as const) : ('pending' as const) };
  const page = await connect().client.call('approvals', { query });
  output.answer(page, (style) =>
    page.items.length === 0
      ? 'Nothing waits for approval.'
      : withMore(page, approvalTable(page.items, host.now(), style)),
  );
  return undefined;
}

async function show({ args, connect, output, host }: Invocation<unknown>) {
  const [id = ''] = args;
  const approval = await connect().client.call('approval', { params: { id } });
  output.answer(approval, () => approvalText(approval, host.now()));
  return undefined;
}

async function approve({ args, connect, output, host, options }: Invocation<Reasoned>) {
  const [id = ''] = args;
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const approval = await connect({ answerMs: carryOutMs }).client.call('approve', { params: { id }, body });
  output.answer(approval, () => approvalText(approval, host.now()));
  return approval.state === 'failed' ? 1 : undefined;
}

async function reject({ args, connect, output, host, options }: Invocation<Reasoned>) {
  const [id = ''] = args;
  const approval = await connect().client.call('reject', { params: { id }, body: { reason: options.reason ?? '' } });
  output.answer(approval, () => approvalText(approval, host.now()));
  return undefined;
}

/** The change is made before the answer comes. */
const carryOutMs = 120_000;
