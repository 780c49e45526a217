import type { ServiceStatus } from '@seaworthy/api';
import { formatMoment, formatRatio } from '../../text/format.ts';
import type { Known, Need } from './need.ts';
import { plural } from './plural.ts';

export function serviceNeeds({ proxy, slots, liveSlot }: ServiceStatus): Need[] {
  if (!proxy.reachable) {
    const toDo = 'Run npx seaworthy doctor: it says why.';
    return [{ key: 'proxy', tone: 'bad', icon: 'warning', what: 'The proxy does not answer', toDo }];
  }
  const needs: Need[] = [];
  if (proxy.paused) {
    const toDo = 'Requests wait. It goes on when whoever paused it resumes.';
    needs.push({ key: 'paused', tone: 'doubt', icon: 'pause', what: 'Traffic is paused', toDo });
  }
  const live = slots.find(({ slot }) => slot === liveSlot)?.instances ?? [];
  const down = live.filter(({ health }) => health === 'unhealthy');
  const [first] = down;
  if (first !== undefined) {
    const what = down.length === 1 ? `${first.id} is unhealthy` : `${down.length} live instances are unhealthy`;
    const why = first.healthMessage;
    const toDo = why === '' ? 'Look at its log.' : `${why}: look at its log.`;
    needs.push({ key: 'instances', tone: 'bad', icon: 'heart', what, toDo, to: '/logs' });
  }
  return needs;
}

export function deploymentNeeds({ lastDeployment: last }: ServiceStatus): Need[] {
  if (last === null) return [];
  const to = `/deployments/${last.id}`;
  if (last.endedAt === null && last.paused) {
    const what = `${last.version} is paused with ${formatRatio(last.candidateShare)} of the traffic`;
    return [{ key: 'rollout', tone: 'busy', icon: 'pause', what, toDo: 'Resume, promote or abort it.', to }];
  }
  if (last.endedAt !== null && last.rollback.attempted && !last.rollback.success) {
    const what = `${last.version} could not be taken back`;
    return [{ key: 'rollout', tone: 'bad', icon: 'back', what, toDo: 'Look at what serves now.', to }];
  }
  return [];
}

/** The trail of what was done, and the logs. */
export function storeNeeds(own: Known['own']): Need[] {
  const to = '/audit';
  const broken: Need[] = [];
  if (own?.get('seaworthy_audit_writable') === 0) {
    const toDo = 'Changes are refused. Free or mend the disk of the state folder.';
    broken.push({ key: 'audit', tone: 'bad', icon: 'scroll', what: 'The audit trail cannot be written', toDo, to });
  }
  const lost = own?.get('seaworthy_audit_lost_entries') ?? 0;
  if (lost > 0) {
    const what = `${plural(lost, 'audit entry', 'audit entries')} could not be kept`;
    broken.push({ key: 'audit-lost', tone: 'bad', icon: 'scroll', what, toDo: 'Look at the gap in the trail.', to });
  }
  if (own?.get('seaworthy_logs_write_failing') === 1) {
    const toDo = 'Free or mend the disk of the state folder.';
    broken.push({ key: 'logs', tone: 'bad', icon: 'lines', what: 'Logs cannot be stored', toDo, to: '/logs' });
  }
  return broken;
}

/** What one asked for oneself waits for others. */
export function approvalNeeds({ approvals = [], me }: Known): Need[] {
  const mine = approvals.filter(
    ({ state, askedBy, votes }) => state === 'pending' && askedBy !== me && !votes.some(({ by }) => by === me),
  );
  return mine.map(({ id, summary, askedBy, expiresAt }) => ({
    ...{ key: `approval ${id}`, tone: 'busy', icon: 'user' },
    what: `${askedBy} asks: ${summary}`,
    toDo: `Approve or reject it before ${formatMoment(expiresAt)}.`,
    to: '/deployments',
  }));
}
