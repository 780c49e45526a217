import type { Logger, Shutdown } from '@seaworthy/kit';
import { createShutdown } from '@seaworthy/kit';
import type { Config } from '../config/load.ts';
import type { Clock } from '../platform/clock.ts';
import type { FaultPoint } from '../ship/rollout/run.ts';
import type { WatchSources } from '../watch/flow.ts';
import { readWatchSources } from '../watch/read-sources.ts';
import { openAppLogger } from './start/app-logger.ts';
import type { ClaimedAddress } from './start/listen-address.ts';
import { claimAddress } from './start/listen-address.ts';
import { refuseSecond, unusable } from './start/start-refusals.ts';
import type { StateFolder } from './start/state-folder.ts';
import { prepareStateFolder, stateFolderAt } from './start/state-folder.ts';

export interface AppOptions {
  readonly config: Config;
  readonly version: string;
  readonly clock: Clock;
  /** The proxy's program and its first arguments. */
  readonly proxyCommand: readonly string[];
  /** What instances, commands and the proxy see of our own environment. */
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly stderr: NodeJS.WriteStream;
  /** Reads the configuration as it is now, for a reload. Throws ConfigError. */
  readonly loadConfig: () => Config;
  /** Ends the process. */
  readonly exit: (code: number) => void;
  /** Whether the signals of this process are its own: from the moment in which it says where it is. */
  readonly heedsSignals?: boolean;
  /** For tests that kill the control plane at a transition. */
  readonly faultPoint?: FaultPoint;
}

/** Where the control plane is built: what is known before its first part, and the list of what to stop. */
export interface Site extends AppOptions {
  readonly watchSources: WatchSources;
  readonly folder: StateFolder;
  readonly listen: ClaimedAddress;
  readonly logger: Logger;
  readonly closeLogs: () => void;
  readonly shutdown: Shutdown;
  readonly startedMs: number;
}

/** Whatever keeps a control plane from starting here is found before anything is started. */
export async function prepareSite(options: AppOptions): Promise<Site> {
  const { config, clock, stderr, exit } = options;
  const watchSources = readWatchSources(config.service);
  const folder = stateFolderAt(config.server.stateDir);
  await prepareStateFolder(folder).catch(unusable(folder.path));
  await refuseSecond(folder.serverRecord);
  const listen = await claimAddress(config.server.listen);
  const { logger, close: closeLogs } = openAppLogger(folder, config.server.log, stderr);
  const shutdown = createShutdown({ logger, exit });
  return { ...options, watchSources, folder, listen, logger, closeLogs, shutdown, startedMs: clock.monotonicMs() };
}
