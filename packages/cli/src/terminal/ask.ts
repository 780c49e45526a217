import { CliError } from '../failure.ts';
import type { Host } from './host.ts';

/** Asks for what must not be shown. */
export async function askHidden(question: string, host: Host): Promise<string> {
  host.stderr.write(`${question} (it is not shown): `);
  const typed = await host.secretInput.readHidden();
  host.stderr.write('\n');
  if (typed === undefined) throw new CliError('usage', 'Broken off.', { hint: 'Nothing was changed.' });
  return typed;
}
