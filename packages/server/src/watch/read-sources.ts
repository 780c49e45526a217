import type { Problem } from '@seaworthy/kit/config';
import { ConfigError } from '@seaworthy/kit/config';
import type { ServiceConfig } from '../config/service-config.ts';
import { loadDashboards } from './dashboards/load-dashboards.ts';
import { defaultAlerting } from './default-alerting.ts';
import type { WatchSources } from './flow.ts';
import { loadAlerting } from './load-alerting.ts';
import { loadRules } from './rules/load-rules.ts';
import { sloRuleGroups } from './slo/rule-groups.ts';
import type { AlertingSource } from './telling.ts';

/**
 * Reads the files that the configuration names for rules, alerting and dashboards, as they are now. Throws one ConfigError with
 * everything that is wrong in any of them.
 */
export function readWatchSources(service: ServiceConfig): WatchSources {
  const { groups, problems, missing } = loadRules(service.rules);
  const alerting = readAlerting(service.alertingFile);
  const shown = loadDashboards({ files: service.dashboards, directory: service.directory });
  const all: Problem[] = [...problems, ...missing.map(missingFile), ...alerting.problems, ...shown.problems];
  if (all.length > 0 || alerting.source === undefined) throw new ConfigError(all);
  const ofSlos = sloRuleGroups(service.slos, service.service);
  const { dashboards } = shown;
  return { rules: [...groups, ...ofSlos], alerting: alerting.source, slos: service.slos, dashboards };
}

interface ReadAlerting {
  /** Undefined when there are problems. */
  readonly source?: AlertingSource;
  readonly problems: readonly Problem[];
}

function readAlerting(file: string | undefined): ReadAlerting {
  try {
    return { source: file === undefined ? defaultAlerting() : loadAlerting(file), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems };
  }
}

function missingFile(file: string): Problem {
  return { path: 'rules', message: `there is no file ${file}`, fix: 'Make it, or remove it from rules.', source: file };
}
