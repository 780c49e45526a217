import { resolve } from 'node:path';
import type { DeployRequest } from '@seaworthy/api';
import { Option } from 'commander';
import type { ApprovalWishes } from '../approvable.ts';
import { approvalOptions } from '../approvable.ts';
import { remoteUrl } from '../control-plane/connection.ts';
import { CliError } from '../failure.ts';
import { ship } from '../ship.ts';
import { parseDuration } from '../text/duration.ts';
import type { Invocation, Verb } from '../verb.ts';
import { reasonOption } from './reason.ts';

interface Options extends ApprovalWishes {
  readonly source?: string;
  readonly image?: string;
  readonly strategy?: DeployRequest['strategy'];
  readonly env?: Record<string, string>;
  readonly dryRun?: true;
  readonly reason?: string;
  readonly waitLock?: string;
}

export const deploy: Verb = (command, does) =>
  void approvalOptions(command)
    .argument('<version>', 'the version to make live')
    .addOption(new Option('--source <path>', 'its files: a folder or an archive').conflicts('image'))
    .option('--image <ref>', 'its container image')
    .addOption(new Option('--strategy <name>', 'how traffic moves').choices(['blue-green', 'canary', 'rolling']))
    .option('--env <K=V>', 'a variable for its instances; may be repeated', collectPair)
    .option('--dry-run', 'check all that can be checked, and change nothing')
    .option(...reasonOption)
    .option('--wait-lock <duration>', 'wait this long for another deployment to end, e.g. 60s')
    .action(does(deployVersion));

async function deployVersion(call: Invocation<Options>) {
  const [version = ''] = call.args;
  const { source, image, strategy, env, dryRun, reason } = call.options;
  const waitLockMs = parseDuration(call.options.waitLock ?? '0ms');
  const body = {
    version,
    ...(source === undefined ? {} : { source: sourcePath(source, call) }),
    ...(image === undefined ? {} : { image }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(reason === undefined ? {} : { reason }),
    env: env ?? {},
    dryRun: dryRun === true,
    waitLockMs,
  };
  return ship(call, {
    version,
    waitLockMs,
    start: (client, options) => client.call('deploy', { body }, options),
  });
}

/** Relative to where the command was typed, unless the control plane sits on another machine. */
function sourcePath(source: string, { options, host }: Invocation<Options>): string {
  return remoteUrl(options, host) === undefined ? resolve(host.cwd, source) : source;
}

function collectPair(text: string, pairs: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new CliError('usage', `"${text}" is no variable.`, { hint: 'Write it as NAME=value.' });
  return { ...pairs, [text.slice(0, equals)]: text.slice(equals + 1) };
}
