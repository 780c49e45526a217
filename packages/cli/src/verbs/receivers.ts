import { receiverTable, receiverTestTable } from '../text/notification.ts';
import type { Invocation, Verb } from '../verb.ts';

/** Attempts end after fifteen seconds, and some are two. */
const answerMs = 60_000;

export const receivers: Verb = (command, does) => {
  command.addHelpText('after', '\nExit code: 0, and 1 while nothing gets through to one of them.').action(does(list));
  command
    .command('test')
    .argument('<name>', 'of the receiver')
    .description('send a test, marked as one, by all that the receiver has')
    .addHelpText('after', '\nExit code: 0 when all of them took it, else 1.')
    .action(does(test));
};

async function list({ connect, output, host }: Invocation<unknown>) {
  const found = await connect().client.call('receivers', {});
  output.answer(found, (style) => receiverTable(found.items, host.now(), style));
  const isFailing = found.items.some(({ integrations }) => integrations.some(({ state }) => state === 'failing'));
  return isFailing ? 1 : 0;
}

async function test({ args: [name = ''], connect, output, host }: Invocation<unknown>) {
  const { client } = connect({ answerMs });
  const tested = await client.call('testReceiver', { params: { name } }, { idempotencyKey: host.newId() });
  const isRefused = tested.items.some(({ outcome }) => outcome === 'refused');
  output.answer(tested, (style) =>
    tested.items.length === 0 ? `${name} tells nobody: nothing was sent.` : receiverTestTable(tested.items, style),
  );
  return isRefused || tested.items.length === 0 ? 1 : 0;
}
