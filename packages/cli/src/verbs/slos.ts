import { sloText } from '../text/slo.ts';
import type { Invocation, Verb } from '../verb.ts';

export const slos: Verb = (command, does) => void command.action(does(list));

async function list({ connect, output }: Invocation<unknown>) {
  // People see no history here.
  const query = output.json ? {} : { points: 0 };
  const found = await connect().client.call('slos', { query });
  output.answer(found, (style) => sloText(found.items, style));
  return undefined;
}
