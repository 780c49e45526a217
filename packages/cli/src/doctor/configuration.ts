import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkOffline, defaultConfigFile } from '../configuration/offline.ts';
import { readUpRecord } from '../control-plane/up-record.ts';
import { ConfigRefusal } from '../failure.ts';
import { failureOf } from '../failure-of.ts';
import type { Invocation } from '../verb.ts';
import type { Finding } from './finding.ts';
import { finding, good } from './finding.ts';

/** Of the file as it is now: the control plane may run with what it held earlier. */
export async function configFinding(call: Invocation<{ file?: string }>, folder: string): Promise<Finding> {
  const { options, host } = call;
  const file = options.file ?? readUpRecord(folder)?.file ?? defaultConfigFile;
  if (options.file === undefined && !existsSync(resolve(host.cwd, file))) {
    return finding('configuration', 'unknown', `there is no ${file} here`, 'Name the file with -f FILE.');
  }
  try {
    const { service } = await checkOffline(file, host);
    return good('configuration', `${service.file} is valid`);
  } catch (error) {
    const { message, hint } = failureOf(error);
    const problems = error instanceof ConfigRefusal ? error.problems.map(({ text }) => text) : [];
    return finding('configuration', 'broken', [message, ...problems].join(' '), hint);
  }
}
