import { ConfigError } from '@seaworthy/kit/config';
import type { DashboardDefinition } from './definition.ts';
import type { DashboardSources } from './load-dashboards.ts';
import { loadDashboards } from './load-dashboards.ts';

export type { DashboardDefinition, Panel } from './definition.ts';
export { panelsOf } from './definition.ts';
export type { RenderedFile } from './grafana/render-grafana.ts';
export { renderGrafana } from './grafana/render-grafana.ts';
export type { DashboardSources } from './load-dashboards.ts';

/** All dashboards, or a ConfigError with everything that is wrong in any of their files. */
export function readDashboards(sources: DashboardSources): readonly DashboardDefinition[] {
  const { dashboards, problems } = loadDashboards(sources);
  if (problems.length > 0) throw new ConfigError(problems);
  return dashboards();
}
