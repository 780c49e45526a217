import type { Invocation, Verb } from '../verb.ts';

export const signIn: Verb = (command, does) => void command.action(does(show));

async function show({ connect, output, host }: Invocation<unknown>) {
  const link = await connect().client.call('createSignInLink', {}, { idempotencyKey: host.newId() });
  const minutes = Math.max(1, Math.round((Date.parse(link.expiresAt) - host.now()) / 60_000));
  output.answer(link, () => `${link.url}\nOpen it in a browser: it works once, within ${minutes} minutes.`);
  return undefined;
}
