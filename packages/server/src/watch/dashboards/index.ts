export type { DashboardDefinition, Panel } from './definition.ts';
export { panelsOf } from './definition.ts';
export type { LoadedDashboards } from './load-dashboards.ts';
export { loadDashboards } from './load-dashboards.ts';
