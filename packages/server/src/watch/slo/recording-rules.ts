import { formatDuration } from '@seaworthy/kit/config';
import type { SloConfig } from '../../config/slo-config.ts';
import type { RecordingDefinition } from '../rules/file/definition.ts';
import { indicatorQueries } from './indicator-queries.ts';
import { budgetOf } from './objective.ts';
import { recorded, seriesOf } from './recorded.ts';

const DAY_MS = 86_400_000;

/** What happened within five minutes. */
export function countRules(slo: SloConfig, service: string): RecordingDefinition[] {
  const { countedErrors, countedTotal } = indicatorQueries(slo);
  const record = recorder(slo, service);
  return [record(recorded.countedTotal, countedTotal), record(recorded.countedErrors, countedErrors)];
}

/** Shares of errors that must be known at once: from the counters themselves. */
export function shortRatioRules(slo: SloConfig, service: string): RecordingDefinition[] {
  const { errors, total } = indicatorQueries(slo);
  const record = recorder(slo, service);
  const ratio = (window: string) => record(recorded.ratio(window), `${errors(window)} / (${total(window)} > 0)`);
  return [ratio('5m'), ratio('30m'), record(recorded.total('1h'), total('1h')), ratio('1h')];
}

/** Shares of errors over sums of what was counted; how many there were in all matters for alerts, and for people. */
export function longRatioRules(slo: SloConfig, service: string): RecordingDefinition[] {
  const labels = { service, slo: slo.name };
  const record = recorder(slo, service);
  const period = formatDuration(slo.windowMs);
  const sum = (counted: string, window: string) => `sum_over_time(${seriesOf(counted, labels, window)})`;
  const ratio = (window: string, total: string) =>
    record(recorded.ratio(window), `${sum(recorded.countedErrors, window)} / (${total} > 0)`);
  return [
    ratio('2h', sum(recorded.countedTotal, '2h')),
    ...['6h', '1d', '3d', period].flatMap((window) => [
      record(recorded.total(window), sum(recorded.countedTotal, window)),
      ratio(window, seriesOf(recorded.total(window), labels)),
    ]),
  ];
}

/** What dashboards need to know: the promise, and what became of it. */
export function budgetRules(slo: SloConfig, service: string): RecordingDefinition[] {
  const labels = { service, slo: slo.name };
  const record = recorder(slo, service);
  const budget = budgetOf(slo.objective);
  const burnRate = (window: string) => `${seriesOf(recorded.ratio(window), labels)} / ${budget}`;
  return [
    record(recorded.objective, `vector(${slo.objective})`),
    record(recorded.budget, `vector(${budget})`),
    record(recorded.windowDays, `vector(${slo.windowMs / DAY_MS})`),
    record(recorded.currentBurnRate, burnRate('5m')),
    record(recorded.periodBurnRate, burnRate(formatDuration(slo.windowMs))),
    record(recorded.budgetRemaining, `1 - ${seriesOf(recorded.periodBurnRate, labels)}`),
  ];
}

type Record = (name: string, expr: string) => RecordingDefinition;

/** The labels that tell objectives apart are nothing else: whoever changes the other ones keeps the past. */
function recorder({ name: slo }: SloConfig, service: string): Record {
  return (name, expr) => ({ type: 'recording', name, expr, labels: { service, slo } });
}
