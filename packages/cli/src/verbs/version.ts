import { isRunning } from '../control-plane/process-table.ts';
import { readServerRecord, stateFolder } from '../control-plane/state-folder.ts';
import type { Invocation, Verb } from '../verb.ts';
import { cliVersion } from '../version-here.ts';

export const version: Verb = (command, does) => void command.action(does(show));

/** Asks nobody: what runs here is read from the state folder. */
async function show({ options, output, host }: Invocation<unknown>) {
  const record = readServerRecord(stateFolder(options, host));
  const server = record !== undefined && isRunning(record) ? { version: record.version, url: record.url } : null;
  const document = { version: cliVersion(), node: process.version, server };
  const here = server === null ? 'no control plane runs here' : `control plane ${server.version} at ${server.url}`;
  output.answer(document, () => `seaworthy ${document.version} (node ${document.node}); ${here}`);
  return undefined;
}
