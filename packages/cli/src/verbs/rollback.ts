import type { ApprovalWishes } from '../approvable.ts';
import { approvalOptions } from '../approvable.ts';
import { ship } from '../ship.ts';
import { parseDuration } from '../text/duration.ts';
import type { Invocation, Verb } from '../verb.ts';
import { reasonOption } from './reason.ts';

interface Options extends ApprovalWishes {
  readonly to?: string;
  readonly waitLock?: string;
  readonly reason?: string;
}

export const rollback: Verb = (command, does) =>
  void approvalOptions(command)
    .option('--to <version>', 'this version, not the previous one')
    .option('--wait-lock <duration>', 'wait this long for another deployment to end, e.g. 60s')
    .option(...reasonOption)
    .action(does(rollBack));

async function rollBack(call: Invocation<Options>) {
  const { to, reason } = call.options;
  const waitLockMs = parseDuration(call.options.waitLock ?? '0ms');
  const body = { ...(to !== undefined && { to }), ...(reason !== undefined && { reason }), waitLockMs };
  return ship(call, {
    version: to ?? null,
    waitLockMs,
    start: (client, options) => client.call('rollback', { body }, options),
  });
}
