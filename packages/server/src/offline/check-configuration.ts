import type { Config, ConfigSources } from '../config/load.ts';
import { loadConfiguration } from '../config/load.ts';
import { readWatchSources } from '../watch/read-sources.ts';

/** As the control plane reads it when it starts: the configuration, and the rule and alerting files that it names. */
export function checkConfiguration(sources: ConfigSources): Config {
  const config = loadConfiguration(sources);
  readWatchSources(config.service);
  return config;
}
