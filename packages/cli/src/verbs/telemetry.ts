import { telemetryText } from '../text/telemetry.ts';
import type { Invocation, Verb } from '../verb.ts';

export const telemetry: Verb = (command, does) => void command.action(does(show));

async function show({ connect, output }: Invocation<unknown>) {
  const found = await connect().client.call('telemetry', {});
  output.answer(found, (style) => telemetryText(found, style));
  return undefined;
}
