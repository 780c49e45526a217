import type { Problem } from '@seaworthy/kit/config';
import { ConfigError, loadConfig } from '@seaworthy/kit/config';
import { checkQueries } from './check-queries.ts';
import { DashboardFile } from './dashboard-file.ts';
import type { DashboardDefinition, DashboardOrigin } from './definition.ts';
import { normalizeDashboard } from './normalize-dashboard.ts';

export interface ReadDashboard {
  /** Undefined when there are problems. */
  readonly dashboard?: DashboardDefinition;
  /** Everything that is wrong with the file, each with its line. */
  readonly problems: readonly Problem[];
}

/** Reads a dashboard from YAML or JSON. Nothing in it is taken from the environment. */
export function readDashboard(text: string, file: string, origin: DashboardOrigin): ReadDashboard {
  try {
    const checks = [checkQueries(text)];
    const { value } = loadConfig({ schema: DashboardFile, file, text, env: {}, readFile: onlyThisFile, checks });
    return { dashboard: normalizeDashboard(value, origin), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems.filter(isNews) };
  }
}

/** One missing quote breaks every line behind it: the first place says enough. */
function isNews({ path, message }: Problem, index: number, all: readonly Problem[]): boolean {
  return path !== '' || all.findIndex((each) => each.path === '' && each.message === message) === index;
}

function onlyThisFile(): never {
  throw Object.assign(new Error('a dashboard is one file'), { code: 'ENOENT' });
}
