import type { ReasonCode } from './vocabulary.ts';

export interface ReasonEntry {
  readonly meaning: string;
  readonly hint: string;
}

/** What each reason of a deployment means to its owner, and where to look. The reference lists them. */
export const reasons: Readonly<Record<ReasonCode, ReasonEntry>> = {
  release_rejected: {
    meaning: 'The files could not become a release, or are not those any more that were added.',
    hint: 'Mend what the message names, and give the files a new version.',
  },
  secret_unavailable: {
    meaning: 'A secret of `runtime.inject` cannot be had.',
    hint: 'Set it with `seaworthy secrets set`, or mend what the message says of Vault or the cluster.',
  },
  start_failed: {
    meaning: 'An instance ended, or could not be started.',
    hint: 'The detail holds its last lines; `seaworthy logs` has all of them.',
  },
  health_check_failed: {
    meaning: 'An instance was not healthy and ready before `health.deadline`.',
    hint: 'Ask its health and readiness paths by hand; the detail holds the last answer.',
  },
  validation_failed: {
    meaning: 'A step of `release.validation` failed, or the public address did not answer from the new version.',
    hint: 'The detail holds the answer, or the last lines of the command.',
  },
  error_rate: {
    meaning: 'More requests failed than `release.analysis.errorRate` allows.',
    hint: 'Read `seaworthy logs --level error` of the time of the deployment.',
  },
  latency: {
    meaning: 'Answers took more than `release.analysis.latencyRatio` times as long as those of the old version.',
    hint: '`seaworthy deployments show` has both measurements.',
  },
  slo_burn: {
    meaning: 'The error budget burnt too fast. Not given yet.',
    hint: 'Look at the objective that the message names.',
  },
  inconclusive: {
    meaning: 'Nothing could be proven, and `release.analysis.onInconclusive` is `roll_back`.',
    hint: 'Deploy while there is traffic, or lower `release.analysis.minRequests`.',
  },
  instance_lost: {
    meaning: 'An instance of the new version died after it had begun to serve.',
    hint: 'Read its last lines with `seaworthy logs`.',
  },
  aborted: { meaning: 'Somebody stopped it with `seaworthy abort`.', hint: 'Deploy again when it should be live.' },
  migration_failed: {
    meaning: '`release.migrate` failed before the switch.',
    hint: 'The detail holds the last lines of the command; mend the data before the next attempt.',
  },
  lock_held: {
    meaning: 'Another deployment of the service was under way.',
    hint: 'Wait for it with `--wait-lock`, or stop it with `seaworthy abort`.',
  },
  frozen: { meaning: 'Deployments are frozen. Not given yet.', hint: 'Wait until the freeze is over.' },
  no_previous_release: {
    meaning: 'There was no earlier release to go back to.',
    hint: 'Name one with `seaworthy rollback --to VERSION`.',
  },
  interrupted: {
    meaning: 'A step was begun five times and never ended, or the data plane refused what a step needs.',
    hint: 'Read `logs/errors.log` in the state folder.',
  },
};
