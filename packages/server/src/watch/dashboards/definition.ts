import type { Dashboard, DashboardSource, DashboardVariable, Panel, PanelQuery } from '@seaworthy/api';

/** A dashboard as it travels: everything that was left out of its file is filled in. */
export type DashboardDefinition = Omit<Dashboard, 'hasData' | 'panels'>;
export type { DashboardVariable, Panel, PanelQuery };

/** Where a dashboard was written. */
export interface DashboardOrigin {
  readonly source: DashboardSource;
  /** As it is told: relative to the configuration. */
  readonly shown: string | null;
}

export function panelsOf({ rows }: Pick<DashboardDefinition, 'rows'>): readonly Panel[] {
  return rows.flatMap(({ panels }) => panels);
}
