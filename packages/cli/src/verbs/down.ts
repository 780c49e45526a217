import { remoteUrl } from '../control-plane/connection.ts';
import { isAway } from '../control-plane/retry.ts';
import { startServer } from '../control-plane/server-process.ts';
import { runningServer, stateFolder } from '../control-plane/state-folder.ts';
import { stopEverything } from '../control-plane/stop-everything.ts';
import { readUpRecord } from '../control-plane/up-record.ts';
import type { ExitCode } from '../failure.ts';
import { exitCodes } from '../failure.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Options {
  readonly force?: true;
}

export const down: Verb = (command, does) =>
  void command.option('--force', 'kill what has not ended after ten seconds').action(does(stop));

async function stop(call: Invocation<Options>): Promise<ExitCode> {
  const { host, options, output } = call;
  if (remoteUrl(options, host) !== undefined) return stopElsewhere(call);
  const folder = stateFolder(options, host);
  const launch = readUpRecord(folder);
  if (!runningServer(folder) && !launch) {
    output.answer({ stopped: true }, () => `Nothing runs in ${folder}.`);
    return exitCodes.done;
  }
  const exit = await stopEverything(call, folder, {
    killLeft: options.force === true,
    revive() {
      if (!launch) return;
      output.note('the control plane had died; it is started once more to stop what it left running');
      startServer({ ...launch, flags: { ...launch.flags, '--on-start': 'adopt' } }, host).unref();
    },
  });
  output.answer({ stopped: true }, () => 'Everything has stopped.');
  return exit;
}

/** Processes of another machine cannot be seen: it is down when it no longer answers. */
async function stopElsewhere({ connect, host, output }: Invocation<Options>): Promise<ExitCode> {
  const { client, url } = connect();
  await client.call('stop', {}, { idempotencyKey: host.newId() });
  for (let look = 0; look < 40; look += 1) {
    try {
      await client.call('version', {});
    } catch (error) {
      if (!isAway(error)) throw error;
      output.answer({ stopped: true }, () => `${url} has stopped.`);
      return exitCodes.done;
    }
    await host.sleep(250);
  }
  output.answer({ stopped: false }, () => `${url} was asked to stop, and still answers.`);
  return exitCodes.failed;
}
