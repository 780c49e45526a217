import type { Connection } from '../control-plane/connection.ts';
import { remoteUrl } from '../control-plane/connection.ts';
import { stateFolder } from '../control-plane/state-folder.ts';
import { failureOf } from '../failure-of.ts';
import type { Invocation } from '../verb.ts';
import { configFinding } from './configuration.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { diskFinding, keyFinding, nodeFinding, recordFinding } from './machine.ts';
import { serviceFindings, versionFinding } from './service.ts';

const answerMs = 5000;

/** Looks from the outside in: this machine, the state folder, the control plane, the proxy, the service. */
export async function examine(call: Invocation<{ file?: string }>): Promise<Finding[]> {
  const { options, host } = call;
  const isLocal = remoteUrl(options, host) === undefined;
  const folder = stateFolder(options, host);
  const local = isLocal ? [diskFinding(folder), keyFinding(folder), recordFinding(folder)] : [];
  const config = isLocal ? [await configFinding(call, folder)] : [];
  return [nodeFinding(process.versions.node), ...local, ...config, ...(await controlPlaneFindings(call))];
}

async function controlPlaneFindings(call: Invocation<unknown>): Promise<Finding[]> {
  try {
    return await askedFindings(call.connect({ answerMs }));
  } catch (error) {
    const { message, hint } = failureOf(error);
    return [
      finding('control plane', 'broken', message, hint),
      finding('proxy', 'unknown', 'only the control plane can ask it', 'Bring the control plane back first.'),
    ];
  }
}

async function askedFindings({ client, url }: Connection): Promise<Finding[]> {
  const { version } = await client.call('version', {});
  const status = await client.call('status', {});
  return [versionFinding(url, version), ...serviceFindings(status)];
}
