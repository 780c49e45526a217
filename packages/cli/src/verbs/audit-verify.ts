import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { remoteUrl } from '../control-plane/connection.ts';
import { runningServer, stateFolder } from '../control-plane/state-folder.ts';
import type { ExitCode } from '../failure.ts';
import { CliError } from '../failure.ts';
import type { Invocation } from '../verb.ts';

interface VerifyOptions {
  readonly checkpoint?: readonly string[];
}

/** A large trail takes its time: a million entries some ten seconds. */
const answerMs = 600_000;

/** Of another machine the control plane verifies its own; here the files are read, and the control plane is not asked. */
export async function verify(call: Invocation<VerifyOptions>): Promise<ExitCode> {
  const { options, host, output } = call;
  const url = remoteUrl(options, host);
  if (url === undefined) return verifyHere(call);
  if (options.checkpoint !== undefined) {
    throw new CliError('usage', '--checkpoint is for the state folder of this machine.', {
      hint: 'Use `seaworthy audit proof --since-checkpoint FILE`: it checks what the control plane answers.',
    });
  }
  const { text, ...report } = await call.connect({ answerMs }).client.call('verifyAudit', {});
  output.answer(report, () => `${text}This is what the control plane at ${url} says of its own trail.`);
  return report.ok ? 0 : 1;
}

async function verifyHere({ options, host, output }: Invocation<VerifyOptions>): Promise<ExitCode> {
  const { AuditError, formatVerifyReport, splitNotes, verifyStateFolder } = await import('@seaworthy/server/audit');
  const checkpoints = (options.checkpoint ?? []).flatMap((file) => notesIn(resolve(host.cwd, file), splitNotes));
  const folder = stateFolder(options, host);
  try {
    const { folder: at, report } = await verifyStateFolder(folder, { checkpoints });
    const isWritten = runningServer(folder) !== undefined ? ' The control plane goes on writing to it.' : '';
    output.answer(report, () => `${at}: read from end to end.${isWritten}\n${formatVerifyReport(report).trimEnd()}`);
    return report.ok ? 0 : 1;
  } catch (error) {
    if (error instanceof AuditError) throw new CliError('audit_unproven', error.message, { hint: error.hint });
    throw error;
  }
}

function notesIn(file: string, split: (text: string) => string[]): string[] {
  const notes = split(textOf(file));
  if (notes.length > 0) return notes;
  throw new CliError('usage', `${file} holds no checkpoint.`, { hint: 'Give a file as `audit checkpoint` prints it.' });
}

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError('file_unreadable', `${file} cannot be read.`, { cause });
  }
}
