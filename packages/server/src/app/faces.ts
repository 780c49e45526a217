import type { AlertmanagerFace } from '../http/alertmanager.ts';
import type { PrometheusFace } from '../http/prometheus.ts';
import type { Clock } from '../platform/clock.ts';
import { createAlertmanagerApi } from '../watch/api/alertmanager-api.ts';
import { shownConfig } from '../watch/api/shown-config.ts';
import type { Watch } from '../watch/flow.ts';
import { createPrometheusApi } from '../watch/prometheus-api/prometheus-api.ts';

export interface FaceParts {
  readonly watch: Pick<Watch, 'engine' | 'rules'> & {
    readonly sampling: Pick<Watch['sampling'], 'querier' | 'scraper'>;
    readonly telling: Pick<Watch['telling'], 'alerting'>;
  };
  readonly clock: Clock;
  readonly version: string;
}

/** What the tools of Prometheus and of Alertmanager, and Grafana, see of the watch. */
export function createFaces({ watch, clock, version }: FaceParts): {
  readonly prometheus: PrometheusFace;
  readonly alertmanager: AlertmanagerFace;
} {
  const { engine, sampling, rules, telling } = watch;
  const { querier, scraper } = sampling;
  return {
    prometheus: createPrometheusApi({
      ...{ engine, querier, clock, version },
      targets: scraper,
      ruleGroups: () => rules.groups,
    }),
    alertmanager: createAlertmanagerApi({
      ...{ clock, version },
      alerting: telling.alerting,
      shownConfig: () => shownConfig(telling.alerting.config().original),
    }),
  };
}
