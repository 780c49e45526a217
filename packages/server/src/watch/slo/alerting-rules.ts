import { formatDuration, formatRatio } from '@seaworthy/kit/config';
import type { SloConfig } from '../../config/slo-config.ts';
import type { AlertingDefinition } from '../rules/file/definition.ts';
import type { BurnWindow, Urgency } from './burn-windows.ts';
import { burnWindows, MORE_THAN_ONE } from './burn-windows.ts';
import { budgetOf } from './objective.ts';
import { recorded, seriesOf } from './recorded.ts';

const names: Readonly<Record<Urgency, string>> = {
  page: 'SloErrorBudgetBurnsFast',
  ticket: 'SloErrorBudgetBurnsSlowly',
};

/** The alert of that urgency; none where it is disabled. Its value is how many times too fast the budget burns. */
export function alertingRules(slo: SloConfig, service: string, urgency: Urgency): AlertingDefinition[] {
  const told = slo[urgency];
  const windows = burnWindows(slo).filter((each) => each.urgency === urgency);
  if (told === undefined || windows.length === 0) return [];
  return [
    {
      type: 'alerting',
      name: names[urgency],
      expr: windows.map((window) => `(${condition(slo, service, window)})`).join(' or '),
      forMs: 0,
      keepFiringForMs: 0,
      labels: { ...slo.labels, ...told.labels, service, slo: slo.name, severity: told.severity },
      annotations: { ...textsOf(slo, service), ...slo.annotations, ...told.annotations },
    },
  ];
}

/** Without requests there is no ratio, and so no alert: no data is neither good nor bad. */
function condition(slo: SloConfig, service: string, { long, short, burnRate }: BurnWindow): string {
  const labels = { service, slo: slo.name };
  const budget = budgetOf(slo.objective);
  const ratio = (window: string) => seriesOf(recorded.ratio(window), labels);
  const total = seriesOf(recorded.total(long), labels);
  return [
    `${ratio(long)} / ${budget} > ${burnRate}`,
    `${ratio(short)} / ${budget} > ${burnRate}`,
    `${total} >= ${slo.minRequests}`,
    `${ratio(long)} * ${total} > ${MORE_THAN_ONE}`,
  ].join(' and ');
}

function textsOf({ name, description, objective, windowMs }: SloConfig, service: string): Record<string, string> {
  const promise = `${formatRatio(objective)} over ${formatDuration(windowMs)} is promised`;
  return {
    summary: `${service}: the error budget of ${name} burns {{ $value | printf "%.1f" }} times too fast`,
    description: `${promise}${description === undefined ? '' : ` (${description})`}. \`seaworthy slos\` shows what is left.`,
  };
}
