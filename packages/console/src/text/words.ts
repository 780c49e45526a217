import type { Deployment, PhaseName } from '@seaworthy/api';

/** The phases as people say them; the wire's own names stand in the reference. */
export const phaseWords: Readonly<Record<PhaseName, string>> = {
  preparation: 'Prepare the release',
  deployment: 'Start the instances',
  health_check: 'Wait until healthy',
  validation: 'Validate',
  traffic_switch: 'Switch traffic',
  final_validation: 'Check from outside',
  analysis: 'Watch and compare',
};

/** Where a deployment stands, in a few words. */
export function deploymentWords({ outcome, state, paused, version, rollback }: Deployment): string {
  switch (outcome) {
    case 'completed':
      return `${version} is live`;
    case 'rolled_back':
      return rollback.success ? `${version} was taken back` : `${version} could not be taken back`;
    case 'failed':
      return `${version} failed`;
    case 'refused':
      return `${version} was refused`;
    case 'dry_run':
      return `Dry run of ${version}: nothing was changed`;
    case null:
      return underWay(version, state, paused);
  }
}

function underWay(version: string, state: Deployment['state'], isPaused: boolean): string {
  if (isPaused) return `${version} is paused`;
  switch (state) {
    case 'preparing':
      return `Preparing ${version}`;
    case 'deploying':
      return `Starting ${version}`;
    case 'validating':
      return `Validating ${version}`;
    case 'switching':
      return `Switching to ${version}`;
    case 'analysing':
      return `Watching ${version}`;
    case 'rolling_back':
      return `Rolling back ${version}`;
    case 'idle':
    case 'completed':
    case 'failed':
      return version;
  }
}
