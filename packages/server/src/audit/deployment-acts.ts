import type { Deployment } from '@seaworthy/api';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import type { AuditTrail } from './trail.ts';

/** Of deployments that are over, so many are remembered, lest one be told twice. */
const remembered = 20;

/**
 * Told of every update of a deployment, records those that matter: that it began, that the traffic went over, that it is
 * being rolled back and why, how it ended. Nothing of it is told twice, also not by a control plane that takes one over.
 */
export function recordDeployments(trail: Pick<AuditTrail, 'note'>, startedAtMs: number): (update: Deployment) => void {
  const told = new Map<string, Set<string>>();
  return (deployment) => {
    const { id } = deployment;
    const before = told.get(id) ?? new Set();
    told.set(id, before);
    for (const [first] of told) if (told.size > remembered) told.delete(first);
    const isTakenOver = Date.parse(deployment.startedAt) < startedAtMs;
    for (const step of stepsOf(deployment, isTakenOver)) {
      if (before.has(step)) continue;
      before.add(step);
      trail.note(entryOf(step, deployment));
    }
  };
}

type Step =
  | 'start'
  | 'resume'
  | 'switch'
  | 'roll_back'
  | 'complete'
  | 'fail'
  | 'refuse'
  | 'end_rolled_back'
  | 'dry_run';

function stepsOf({ phases, state, outcome, rollback }: Deployment, isTakenOver: boolean): Step[] {
  const hasSwitched = phases.some(({ name, status }) => name === 'traffic_switch' && status === 'passed');
  return [
    ...(isTakenOver ? (['resume'] as const) : (['start'] as const)),
    ...(hasSwitched && !isTakenOver ? (['switch'] as const) : []),
    ...(state === 'rolling_back' || rollback.attempted ? (['roll_back'] as const) : []),
    ...(outcome === null ? [] : [endings[outcome]]),
  ];
}

const endings = {
  completed: 'complete',
  failed: 'fail',
  refused: 'refuse',
  rolled_back: 'end_rolled_back',
  dry_run: 'dry_run',
} as const;

const results: Partial<Record<Step, NewAuditEntry['result']>> = {
  fail: 'failure',
  refuse: 'refused',
  end_rolled_back: 'failure',
};

function entryOf(step: Step, deployment: Deployment): NewAuditEntry {
  const { id, version, fromVersion, slot, requestedBy, reason, failedPhase, rollback, requests, durationMs } =
    deployment;
  const isEnd = deployment.outcome !== null;
  return {
    ...{ type: 'system_change', actor: 'system', action: `deployment.${step}`, resource: `deployments/${id}` },
    result: results[step] ?? 'success',
    reason: step === 'start' || reason === null ? undefined : `${reason.code}: ${reason.message}`,
    data: {
      ...{ version, fromVersion, slot, requestedBy },
      ...(isEnd ? { failedPhase, rollback, requests, durationMs } : {}),
    },
  };
}
