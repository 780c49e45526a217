import type { Problem } from '@seaworthy/kit/config';
import { ConfigError } from '@seaworthy/kit/config';
import type { ServiceConfig } from './config/service-config.ts';
import { defaultAlerting } from './watch/default-alerting.ts';
import type { WatchSources } from './watch/flow.ts';
import { loadRules } from './watch/rules/load-rules.ts';

/**
 * Reads the files that the configuration names for rules and alerting, as they are now. Throws one ConfigError with
 * everything that is wrong in any of them.
 */
export function readWatchSources(service: ServiceConfig): WatchSources {
  const { groups, problems, missing } = loadRules(service.rules);
  const all: Problem[] = [...problems, ...missing.map(missingFile)];
  if (all.length > 0) throw new ConfigError(all);
  return { rules: groups, alerting: defaultAlerting() };
}

function missingFile(file: string): Problem {
  return { path: 'rules', message: `there is no file ${file}`, fix: 'Make it, or remove it from rules.', source: file };
}
