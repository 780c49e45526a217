import { readFile, rm } from 'node:fs/promises';
import { writePrivately } from '../../platform/private-file.ts';
import type { ProcessIdentity } from '../../platform/process-identity.ts';
import { isRunning, ownProcess } from '../../platform/process-identity.ts';

/** `run/server.json`: how the command line on this machine finds the control plane. */
export interface ServerRecord {
  readonly pid: number;
  /** Clock ticks from the boot to the start of the process; with `bootId` it names the process for ever. */
  readonly startTime: string;
  readonly bootId: string;
  readonly url: string;
  readonly version: string;
  /** SHA-256 of the certificate that the listener shows, when it speaks TLS. */
  readonly fingerprint?: string | undefined;
}

/** Written when the control plane answers, whole or not at all, for its owner's eyes. */
export async function writeServerRecord(
  file: string,
  about: Pick<ServerRecord, 'url' | 'version' | 'fingerprint'>,
): Promise<void> {
  const { pid, startTime: known } = ownProcess();
  const [startTime = '', bootId = ''] = known.split('@');
  const record: ServerRecord = { pid, startTime, bootId, ...about };
  await writePrivately(file, `${JSON.stringify(record)}\n`);
}

/** The record of a control plane that runs now; undefined when there is none, or only what a dead one left. */
export async function runningServer(file: string): Promise<ServerRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const record = text === undefined ? undefined : (JSON.parse(text) as ServerRecord);
  return record !== undefined && isRunning(identityOf(record)) ? record : undefined;
}

export async function removeServerRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

function identityOf({ pid, startTime, bootId }: ServerRecord): ProcessIdentity {
  return { pid, startTime: `${startTime}@${bootId}` };
}
