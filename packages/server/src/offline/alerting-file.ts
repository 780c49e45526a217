import type { RouteNode, RouteOutcome } from '@seaworthy/api';
import { toApiOutcome, toApiRoutes } from '../handlers/routing-views.ts';
import { Inhibitor } from '../watch/inhibition/inhibitor.ts';
import { mutedBy } from '../watch/intervals/mutes.ts';
import { loadAlerting } from '../watch/load-alerting.ts';
import { testRoutes } from '../watch/routes/routes-test.ts';

/** The routing tree of a file in Alertmanager's format, at a time. Throws ConfigError with all that is wrong with it. */
export function routesOfFile(file: string, now: number): RouteNode[] {
  const { config } = loadAlerting(file);
  return toApiRoutes(config.route, (route) => mutedBy(route, config.timeIntervals, now));
}

/** Who would be told by the file alone: no alert fires, and nothing is silenced. */
export function testRoutesOfFile(file: string, labels: Readonly<Record<string, string>>, now: number): RouteOutcome[] {
  const { config } = loadAlerting(file);
  const inhibitor = new Inhibitor(config.inhibitionRules);
  return testRoutes(config, labels, { now, inhibitor, silences: [] }).map(toApiOutcome);
}
