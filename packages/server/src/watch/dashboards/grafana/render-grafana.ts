import type { DashboardDefinition } from '../definition.ts';
import { buildDashboard } from './build-dashboard.ts';
import { dashboardsProvisioning, dataSourceProvisioning } from './provisioning.ts';

export interface RenderedFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Everything that Grafana needs to show the dashboards, the same each time. */
export function renderGrafana(dashboards: readonly DashboardDefinition[]): readonly RenderedFile[] {
  return [
    ...dashboards.map((each) => ({
      path: `dashboards/${each.name}.json`,
      text: `${JSON.stringify(buildDashboard(each), null, 2)}\n`,
    })),
    { path: 'provisioning/dashboards/seaworthy.yaml', text: dashboardsProvisioning },
    { path: 'provisioning/datasources/seaworthy.yaml', text: dataSourceProvisioning },
  ];
}
