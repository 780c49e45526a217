import type { Slo, SloState } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatDuration } from './duration.ts';
import { formatCount } from './quantity.ts';

const CELLS = 10;
const paints: Readonly<Record<SloState, keyof Style>> = {
  ok: 'good',
  burning: 'bad',
  exhausted: 'bad',
  unknown: 'doubtful',
};

/** A row for each objective, and below what each state follows from and for how long that was seen. */
export function sloText(slos: readonly Slo[], style: Style): string {
  if (slos.length === 0) return 'No objective is written: add `slos:` to seaworthy.yaml.';
  const head = ['SLO', 'OBJECTIVE', 'GOOD', 'BUDGET LEFT', 'BURN 1h', '6h', '3d', 'STATE'];
  const table = columns([head.map(style.dim), ...slos.map((slo) => rowOf(slo, style))]);
  return [table, '', ...slos.map((slo) => `${slo.name}: ${slo.why}${observed(slo)}`)].join('\n');
}

function rowOf(slo: Slo, style: Style): string[] {
  const { burnRates: burn, budget } = slo;
  return [
    slo.name,
    `${percent(slo.objective, 4)} of ${formatDays(slo.windowMs)}`,
    slo.sli === null ? '-' : percent(slo.sli, 3),
    budget.remaining === null ? '-' : style[paints[slo.state]](bar(budget.remaining.ratio)),
    ...[burn['1h'], burn['6h'], burn['3d']].map((rate) => (rate === null ? '-' : rate.toFixed(1))),
    style[paints[slo.state]](slo.state),
  ];
}

/** `███████░░░ 72 %`: rounded against us, so that only a budget that is whole looks whole. */
function bar(left: number): string {
  const full = Math.max(0, Math.min(CELLS, Math.floor(left * CELLS)));
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${percent(Math.floor(left * 1000) / 1000, 1)}`;
}

function observed({ observedMs, windowMs, requests, errors, countedUntil }: Slo): string {
  if (countedUntil === null) return '';
  const time = observedMs >= windowMs ? `all of ${formatDays(windowMs)}` : formatDuration(observedMs);
  return ` Observed over ${time}: ${formatCount(requests)} counted, ${formatCount(errors)} of them bad.`;
}

function percent(ratio: number, digits: number): string {
  return `${Number((ratio * 100).toFixed(digits))} %`;
}

function formatDays(ms: number): string {
  return `${ms / 86_400_000} d`;
}
