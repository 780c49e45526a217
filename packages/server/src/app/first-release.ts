import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';

/** Only when nothing is live and nothing is about to be: a restart never deploys again. */
export async function deployFirstRelease(
  { config, logger }: Site,
  { rollout }: Pick<Shipping, 'rollout'>,
): Promise<void> {
  const { source, version } = config.service.release;
  if (config.server.onStart !== 'deploy' || source === undefined || version === undefined) return;
  try {
    if (rollout.active() !== undefined || (await rollout.live()) !== undefined) return;
    await rollout.deploy({ version, source, requestedBy: 'up' });
  } catch (error) {
    logger.error('the first release cannot be deployed', { error });
  }
}
