import type { Deployment, ServiceStatus } from '@seaworthy/api';
import { whyText } from '../text/deployment.ts';
import { cliVersion } from '../version-here.ts';
import type { Finding } from './finding.ts';
import { finding, good } from './finding.ts';

export function versionFinding(url: string, version: string): Finding {
  const here = cliVersion();
  if (version === here) return good('control plane', `${version} answers on ${url}`);
  const hint = 'Run `seaworthy down` and `seaworthy up`, so that both are of one version.';
  return finding('control plane', 'doubtful', `${version} answers on ${url}; this command line is ${here}`, hint);
}

export function serviceFindings(status: ServiceStatus): Finding[] {
  const { lastDeployment } = status;
  const findings = [proxyFinding(status), healthFinding(status), ...status.slots.flatMap(restartFindings)];
  return lastDeployment === null ? findings : [...findings, deploymentFinding(lastDeployment)];
}

function proxyFinding({ proxy }: ServiceStatus): Finding {
  const place = `http://${proxy.listen}`;
  if (!proxy.reachable) {
    return finding(
      'proxy',
      'broken',
      `${place} does not answer the control plane`,
      'Look into logs/ in the state folder.',
    );
  }
  if (!proxy.paused) return good('proxy', `serves on ${place}`);
  return finding(
    'proxy',
    'doubtful',
    `${place} is paused: requests wait`,
    'Run `seaworthy resume`, or wait for the step.',
  );
}

function healthFinding({ liveVersion, health, service }: ServiceStatus): Finding {
  if (liveVersion === null) {
    return finding(
      'service',
      'doubtful',
      `nothing of ${service} is live`,
      'Run `seaworthy deploy VERSION --source DIR`.',
    );
  }
  if (health === 'healthy') return good('service', `${service} ${liveVersion} is healthy`);
  const status = health === 'unhealthy' ? 'broken' : health === 'unknown' ? 'unknown' : 'doubtful';
  const hint = 'Run `seaworthy health --detailed` and `seaworthy logs`.';
  return finding('service', status, `${service} ${liveVersion} is ${health}`, hint);
}

function restartFindings({ instances }: ServiceStatus['slots'][number]): Finding[] {
  return instances
    .filter(({ state }) => state === 'crash_loop' || state === 'lost')
    .map(({ id, state, restarts }) =>
      finding(
        'instance',
        'broken',
        `${id}: ${state}, ${restarts} restarts`,
        `Run \`seaworthy logs --instance ${id}\`.`,
      ),
    );
}

function deploymentFinding(deployment: Deployment): Finding {
  const { id, version, outcome, state, paused } = deployment;
  const text = `${version} ${outcome ?? (paused ? 'paused' : state)}${whyText(deployment)}`;
  const isGood = outcome === null ? !paused : outcome === 'completed' || outcome === 'dry_run';
  if (isGood) return good('last deployment', text);
  return finding('last deployment', 'doubtful', text, `Run \`seaworthy deployments show ${id}\`.`);
}
