import type { Dashboard, DashboardSummary } from '@seaworthy/api';
import { HttpError } from '../http/errors.ts';
import type { HandlerInput } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { DashboardDefinition } from '../watch/dashboards/definition.ts';
import { panelsOf } from '../watch/dashboards/definition.ts';
import { hasData } from '../watch/dashboards/has-data.ts';
import type { Watch } from '../watch/flow.ts';

export interface DashboardHandlerParts {
  readonly watch: Pick<Watch, 'dashboards'> & { readonly sampling: Pick<Watch['sampling'], 'querier'> };
  readonly clock: Pick<Clock, 'now'>;
}

export function createDashboardHandlers({ watch, clock }: DashboardHandlerParts) {
  const summarize = async (dashboard: DashboardDefinition): Promise<DashboardSummary> => {
    const { name, title, description, tags, source, file } = dashboard;
    const known = await hasData(dashboard, watch.sampling.querier, clock.now()).catch(() => null);
    return { name, title, description, tags, source, file, panels: panelsOf(dashboard).length, hasData: known };
  };
  return {
    async dashboards() {
      return { items: await Promise.all(watch.dashboards().map(summarize)) };
    },
    async dashboard({ params: { name } }: HandlerInput<'dashboard'>): Promise<Dashboard> {
      const found = watch.dashboards().find((each) => each.name === name);
      if (found === undefined) throw new HttpError('not_found', `There is no dashboard ${name}.`);
      const { rangeMs, variables, rows } = found;
      return { ...(await summarize(found)), rangeMs, variables, rows };
    },
  };
}
