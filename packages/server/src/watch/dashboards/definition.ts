import type { Dashboard, DashboardVariable, Panel, PanelQuery } from '@seaworthy/api';

/** A dashboard as it travels: everything that was left out of its file is filled in. */
export type DashboardDefinition = Omit<Dashboard, 'hasData' | 'panels'>;
export type { DashboardVariable, Panel, PanelQuery };

export function panelsOf({ rows }: Pick<DashboardDefinition, 'rows'>): readonly Panel[] {
  return rows.flatMap(({ panels }) => panels);
}
