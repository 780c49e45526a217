import { ApprovalNeededError } from '@seaworthy/api';
import type { Command } from 'commander';
import { awaitApproval } from './control-plane/await-approval.ts';
import { CliError } from './failure.ts';
import type { Invocation } from './verb.ts';

/** What somebody may wish whose change might need a second person. */
export interface ApprovalWishes {
  readonly waitApproval?: true;
  readonly breakGlass?: string;
}

export function approvalOptions(command: Command): Command {
  return command
    .option('--wait-approval', 'when a second person has to approve, wait for it, and for what comes of it')
    .option('--break-glass <reason>', 'in an emergency: do it at once, without the second person; it is told of');
}

/** As the client takes them. */
export function breakingGlass({ breakGlass }: ApprovalWishes): { readonly breakGlass?: string } {
  return breakGlass === undefined ? {} : { breakGlass };
}

/**
 * Makes a change that may need a second person, and answers what it would have answered at once. Without --wait-approval, what
 * waits is told as a failure. Ctrl-C lets go of the request, which stays. `then` is for answers that are fetched afterwards.
 */
export async function approvable<T>(
  call: Invocation<ApprovalWishes>,
  make: (wishes: { readonly breakGlass?: string }) => Promise<T>,
  then?: (id: string) => Promise<T>,
): Promise<T> {
  const { host, output, options } = call;
  try {
    return await make(breakingGlass(options));
  } catch (error) {
    if (!(error instanceof ApprovalNeededError) || options.waitApproval !== true) throw error;
    output.note(`${error.message} ${error.hint}`);
    const stop = new AbortController();
    const release = host.catchSignals(() => stop.abort());
    const { id, summary } = error.approval;
    try {
      const result = await awaitApproval(id, { host, signal: stop.signal, connect: () => call.connect() });
      return then === undefined ? told<T>(result, summary) : await then(id);
    } catch (cause) {
      if (!stop.signal.aborted) throw cause;
      throw new CliError('approval_needed', `Let go: ${summary} goes on waiting.`, { hint: error.hint, cause });
    } finally {
      release();
    }
  }
}

/** An answer that holds a secret is told once: somebody with the same token was first. */
function told<T>(result: unknown, summary: string): T {
  if (result !== undefined) return result as T;
  throw new CliError('not_known', `${summary} is done; what it answered was told already.`, {
    hint: 'Whoever asked for the same has it; else ask for it anew.',
  });
}
