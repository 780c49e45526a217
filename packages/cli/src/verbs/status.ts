import { statusText } from '../text/status.ts';
import type { Invocation, Verb } from '../verb.ts';

export const status: Verb = (command, does) => void command.action(does(show));

async function show({ connect, output, host }: Invocation<unknown>) {
  const found = await connect().client.call('status', {});
  output.answer(found, (style) => statusText(found, host.now(), style));
  return undefined;
}
