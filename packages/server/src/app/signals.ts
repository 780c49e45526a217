import type { Reloaded } from './reload/reload.ts';
import type { Site } from './site.ts';

/** SIGTERM and SIGINT stop the control plane alone, and exit; SIGHUP reads rules and alerting anew, and the log tells how that went. */
export function heedSignals({ shutdown, logger }: Site, reload: () => Promise<Reloaded>): void {
  shutdown.listen();
  process.on('SIGHUP', () => {
    reload().then(
      (reloaded) => logger.info('the configuration is reloaded', { ...reloaded }),
      (error: unknown) => logger.error('the configuration is not reloaded', { error }),
    );
  });
}
