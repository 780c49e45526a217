import type { Deployment, Phase, RequestCounts } from '@seaworthy/api';
import { recordStatus } from '@seaworthy/api';
import { countedBy, minusCounts } from '../analysis/tally.ts';
import type { StoredDeployment, StoredPhase } from './deployment.ts';

/** The record that the API, the command line and the console show, from what is stored. */
export function toRecord(deployment: StoredDeployment, now: number): Deployment {
  const { from, startedAt, endedAt, state, outcome } = deployment;
  return {
    id: deployment.id,
    service: deployment.service,
    version: deployment.version,
    fromVersion: from?.version ?? null,
    strategy: deployment.strategy,
    slot: deployment.slot,
    state,
    status: deployment.rolledBackBy === null ? recordStatus(state, outcome) : 'rolled_back',
    paused: deployment.isPaused,
    outcome,
    failedPhase: deployment.failedPhase,
    reason: deployment.reason,
    rollback: deployment.rollback,
    phases: withDoubts(deployment).map((phase) => toPhase(phase, now)),
    analysis: deployment.analysis,
    requests: clientRequests(deployment),
    candidateShare: deployment.candidateShare,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    durationMs: (endedAt ?? now) - startedAt,
    requestedBy: deployment.requestedBy,
  };
}

const doubt = 'the proxy restarted meanwhile: requests are counted incompletely';

/** Less our own: the report is about what clients sent. */
function clientRequests({ tally, ownRequests }: StoredDeployment): RequestCounts {
  return tally === null ? { total: 0, failed: 0, retried: 0 } : minusCounts(countedBy(tally), ownRequests);
}

/** What the counts do not hold is said where the reader ends: in the last phase that ran. */
function withDoubts({ phases, tally }: StoredDeployment): readonly StoredPhase[] {
  const last = phases.findLastIndex(({ startedAt }) => startedAt !== null);
  if (tally === null || tally.isComplete) return phases;
  return phases.map((phase, index) => {
    if (index !== last) return phase;
    return { ...phase, detail: phase.detail === '' ? doubt : `${phase.detail}; ${doubt}` };
  });
}

function toPhase({ name, status, startedAt, endedAt, detail }: StoredPhase, now: number): Phase {
  const startedText = startedAt === null ? null : new Date(startedAt).toISOString();
  return {
    name,
    status,
    startedAt: startedText,
    durationMs: startedAt === null ? null : (endedAt ?? now) - startedAt,
    detail,
  };
}
