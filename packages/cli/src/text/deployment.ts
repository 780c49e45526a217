import type { Deployment, Measure, Phase, Verdict } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatAge, formatDuration } from './duration.ts';
import { phaseMark } from './mark.ts';
import { formatCount, formatCounted, formatLatency, formatRatio } from './quantity.ts';

/** How it ended, why, and what its requests met. */
export function outcomeText(deployment: Deployment, style: Style): string {
  const rows = [['requests', requestsText(deployment)]];
  if (deployment.analysis) rows.push(['analysis', verdictText(deployment.analysis)]);
  return `${headline(deployment, style)}\n${columns(rows)}`;
}

export function headline(deployment: Deployment, style: Style): string {
  const { service, version, fromVersion, slot, durationMs } = deployment;
  const took = formatDuration(durationMs);
  switch (deployment.outcome) {
    case 'completed': {
      const before = fromVersion === null ? '' : `; before it, ${fromVersion}`;
      return style.good(`completed: ${service} ${version} is live on ${slot}, after ${took}${before}`);
    }
    case 'dry_run':
      return `dry run: ${service} ${version} could be deployed; nothing was changed`;
    case 'rolled_back':
      return style.bad(`rolled back: ${service} ${version}${whyText(deployment)}\n${afterRollback(deployment)}`);
    case 'refused':
      return style.bad(`refused: ${service} ${version}${whyText(deployment)}`);
    case 'failed':
      return style.bad(`failed: ${service} ${version}${whyText(deployment)}`);
    case null:
      return `${deployment.paused ? 'paused' : deployment.state}: ${service} ${version}, since ${took}`;
  }
}

export function whyText({ failedPhase, reason }: Deployment): string {
  const place = failedPhase === null ? '' : ` in ${failedPhase}`;
  return reason === null ? place : `${place}: ${reason.message} (${reason.code})`;
}

function afterRollback({ rollback, fromVersion }: Deployment): string {
  if (!rollback.success) return 'The way back failed too: look at `seaworthy status` now.';
  return fromVersion === null ? 'Nothing is live.' : `${fromVersion} serves, as before.`;
}

export function requestsText({ requests }: Deployment): string {
  return `${formatCount(requests.total)} total, ${formatCount(requests.failed)} failed, ${formatCount(requests.retried)} retried`;
}

export function verdictText({ verdict, reason }: Verdict): string {
  return `${verdict}: ${reason}`;
}

const detailColumn = 31;

/** `✓ health_check      1.2 s  2 of 2 ready`. */
export function phaseLine(phase: Phase, style: Style): string {
  const took =
    phase.durationMs === null || phase.status === 'running' ? phase.status : formatDuration(phase.durationMs);
  const line = `${phaseMark(phase.status, style)} ${phase.name.padEnd(17)} ${took.padStart(9)}  ${withShortDigests(phase.detail)}`;
  return line.trimEnd().replaceAll('\n', `\n${' '.repeat(detailColumn)}`);
}

/** As many digits of a digest as tell it from others; `--json` has them all. */
function withShortDigests(text: string): string {
  return text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');
}

export function deploymentTable(deployments: readonly Deployment[], nowMs: number, style: Style): string {
  if (deployments.length === 0) return 'Nothing was deployed yet.';
  const head = ['ID', 'VERSION', 'FROM', 'OUTCOME', 'REASON', 'REQUESTS', 'FAILED', 'TOOK', 'STARTED'];
  const rows = deployments.map((d) => [
    d.id,
    d.version,
    d.fromVersion ?? '-',
    outcomeWord(d, style),
    d.reason?.code ?? '-',
    formatCount(d.requests.total),
    formatCount(d.requests.failed),
    formatDuration(d.durationMs),
    formatAge(d.startedAt, nowMs),
  ]);
  return columns([head.map(style.dim), ...rows]);
}

export function outcomeWord({ outcome, state, paused }: Deployment, style: Style): string {
  if (outcome === null) return style.bold(paused ? 'paused' : state);
  return outcome === 'completed' ? style.good(outcome) : outcome === 'dry_run' ? outcome : style.bad(outcome);
}

/** All there is to know of one deployment. */
export function deploymentText(deployment: Deployment, style: Style): string {
  const facts = [
    ['id', deployment.id],
    ['strategy', deployment.strategy],
    ['asked for by', deployment.requestedBy],
    ['started', deployment.startedAt],
    ['ended', deployment.endedAt ?? 'under way'],
    ['requests', requestsText(deployment)],
    ...analysisRows(deployment.analysis),
  ];
  const phases = deployment.phases.map((phase) => phaseLine(phase, style));
  return [headline(deployment, style), columns(facts), '', ...phases].join('\n');
}

function analysisRows(verdict: Verdict | null): string[][] {
  if (verdict === null) return [];
  return [
    ['analysis', verdictText(verdict)],
    ['  before', measureText(verdict.baseline)],
    ['  candidate', measureText(verdict.candidate)],
  ];
}

function measureText(measure: Measure | null): string {
  if (measure === null) return 'not measured';
  const { requests, errorRate, meanLatencyMs, p95LatencyMs, seconds } = measure;
  const latency = `mean ${formatLatency(meanLatencyMs)}, p95 ${formatLatency(p95LatencyMs)}`;
  return `${formatCounted(requests, 'request')} in ${Math.round(seconds)} s, errors ${formatRatio(errorRate)}, ${latency}`;
}
