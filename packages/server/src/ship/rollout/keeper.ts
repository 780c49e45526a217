import type { Logger } from '@seaworthy/kit/logging';
import type { Service } from '../../platform/service.ts';
import { periodicService } from '../../platform/service.ts';
import { shareOf } from '../traffic/traffic.ts';
import type { RolloutTools } from './acts/act.ts';
import type { OccupiedSlot } from './slots.ts';
import { previousOf } from './slots.ts';

export interface KeeperTools extends Pick<RolloutTools, 'slots' | 'supervisor' | 'traffic' | 'clock' | 'policy'> {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** While a deployment is under way, or about to be, both slots are its own. */
  readonly isBusy: () => boolean;
}

export interface Keeper extends Service {
  /** Resolves when no slot is being stopped. Nothing new begins while `isBusy`. */
  idle(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;

/** Stops the previous release when its time is over. The time is stored, so that a restart does not forget it. */
export function createKeeper(tools: KeeperTools): Keeper {
  const { slots, clock, logger, isBusy } = tools;
  let stopping: Promise<void> = Promise.resolve();
  const look = async () => {
    if (isBusy()) return;
    const previous = previousOf(await slots.list());
    if (previous === undefined || (previous.keptUntil ?? 0) > clock.now() || isBusy()) return;
    stopping = stopPrevious(previous, tools);
    await stopping;
    logger.info('the previous release was stopped', { version: previous.version, slot: previous.slot });
  };
  const onError = (error: unknown) => logger.warn('the previous release could not be stopped', { error });
  const service = periodicService({
    id: 'previous-release-keeper',
    everyMs: LOOK_EVERY_MS,
    clock,
    work: look,
    onError,
  });
  return { ...service, idle: () => stopping.catch(() => undefined) };
}

async function stopPrevious(
  { slot }: OccupiedSlot,
  { traffic, supervisor, slots, policy }: KeeperTools,
): Promise<void> {
  const { split } = await traffic.state();
  if (shareOf(split, slot) > 0) throw new Error(`slot ${slot} has traffic`);
  await traffic.retire(slot, policy.traffic.drainTimeoutMs);
  await supervisor.stopSlot(slot);
  await slots.remove(slot);
}
