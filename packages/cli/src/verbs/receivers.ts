import { receiverTable } from '../text/notification.ts';
import type { Invocation, Verb } from '../verb.ts';

export const receivers: Verb = (command, does) =>
  void command
    .addHelpText('after', '\nExit code: 0, and 1 while nothing gets through to one of them.')
    .action(does(list));

async function list({ connect, output, host }: Invocation<unknown>) {
  const found = await connect().client.call('receivers', {});
  output.answer(found, (style) => receiverTable(found.items, host.now(), style));
  const isFailing = found.items.some(({ integrations }) => integrations.some(({ state }) => state === 'failing'));
  return isFailing ? 1 : 0;
}
