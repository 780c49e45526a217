import type { Client, Deployment } from '@seaworthy/api';
import { ApiError, ApprovalNeededError } from '@seaworthy/api';
import type { ApprovalWishes } from './approvable.ts';
import { breakingGlass } from './approvable.ts';
import { awaitApproval } from './control-plane/await-approval.ts';
import { follow } from './control-plane/follow.ts';
import { isAway, wasNeverSent } from './control-plane/retry.ts';
import type { ExitCode } from './failure.ts';
import { exitCodes, failureDocument, failureText } from './failure.ts';
import { failureOf } from './failure-of.ts';
import { createProgress } from './terminal/progress.ts';
import { outcomeText } from './text/deployment.ts';
import { createPhasePrinter } from './text/phase-printer.ts';
import type { Invocation } from './verb.ts';

/** Making the files of a release ready is part of the first answer, and may take a while. */
const acceptMs = 120_000;
/** How often a start whose answer was lost is asked for again, under its one Idempotency-Key. */
const startAttempts = 60;
const startRetryMs = 1000;

export interface Shipping {
  readonly version: string | null;
  readonly waitLockMs: number;
  start(
    client: Client,
    options: { idempotencyKey: string; signal: AbortSignal; breakGlass?: string },
  ): Promise<Deployment>;
}

/** Starts a deployment, tells each phase as it happens, and ends with its outcome as the exit code. Ctrl-C lets go of it. */
export async function ship(call: Invocation<ApprovalWishes>, shipping: Shipping): Promise<ExitCode> {
  const { host, output } = call;
  const stop = new AbortController();
  const release = host.catchSignals(() => stop.abort());
  const progress = createProgress(host);
  const print = createPhasePrinter(host, progress);
  let last: Deployment | undefined;
  try {
    last = await startOnce(call, shipping, stop.signal).catch((error: unknown) => {
      if (!(error instanceof ApprovalNeededError) || call.options.waitApproval !== true) throw error;
      progress.keep(`${error.message} ${error.hint}`);
      const awaiting = { host, signal: stop.signal, connect: () => call.connect() };
      return awaitApproval(error.approval.id, awaiting) as Promise<Deployment>;
    });
    print(last);
    const ended = await follow(last.id, {
      host,
      signal: stop.signal,
      connect: () => call.connect(),
      onChange(deployment) {
        last = deployment;
        print(deployment);
      },
      onAway: () => progress.keep('the control plane is away; waiting for it to come back (traffic is not touched)'),
    });
    progress.end();
    output.answer(ended, (style) => outcomeText(ended, style));
    return exitOf(ended);
  } catch (error) {
    progress.end();
    if (stop.signal.aborted) return letGo(call, last);
    if (error instanceof ApiError) return refused(call, shipping, error);
    throw error;
  } finally {
    release();
  }
}

/** A break in the middle of the first call does not tell whether it arrived; asking again under its key is safe. */
async function startOnce(
  call: Invocation<ApprovalWishes>,
  shipping: Shipping,
  signal: AbortSignal,
): Promise<Deployment> {
  const idempotencyKey = call.host.newId();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { client } = call.connect({ answerMs: acceptMs + shipping.waitLockMs });
      return await shipping.start(client, {
        idempotencyKey,
        signal,
        ...breakingGlass(call.options),
      });
    } catch (error) {
      const isHopeless = !isAway(error) || (attempt === 1 && wasNeverSent(error)) || error instanceof ApiError;
      if (signal.aborted || isHopeless || attempt === startAttempts) throw error;
      await call.host.sleep(startRetryMs, signal);
    }
  }
}

function exitOf({ outcome }: Deployment): ExitCode {
  switch (outcome) {
    case 'completed':
    case 'dry_run':
      return exitCodes.done;
    case 'rolled_back':
      return exitCodes.rolledBack;
    case 'refused':
      return exitCodes.refused;
    case 'failed':
    case null:
      return exitCodes.failed;
  }
}

function letGo({ output }: Invocation<unknown>, last: Deployment | undefined): ExitCode {
  output.note(
    last === undefined
      ? 'let go before the control plane answered: `seaworthy deployments` tells whether it has begun'
      : `let go of ${last.id}, which goes on. Follow it: seaworthy deployments show ${last.id}. Stop it: seaworthy abort.`,
  );
  if (output.json) output.answer(last ?? { outcome: null }, () => '');
  return exitCodes.failed;
}

/** One form for scripts, whether a deployment was refused before it began or ended later. */
function refused({ host, output }: Invocation<unknown>, { version }: Shipping, error: ApiError): ExitCode {
  const failure = failureOf(error);
  host.stderr.write(`${failureText(failure)}\n`);
  if (!output.json) return failure.exit;
  const outcome = failure.exit === exitCodes.refused ? 'refused' : 'failed';
  output.answer(
    { ...neverBegan, version, outcome, reason: reasonOf(error), ...(failureDocument(failure) as object) },
    () => '',
  );
  return failure.exit;
}

function reasonOf({ code, message }: ApiError): { code: string; message: string } {
  return { code, message };
}

const neverBegan = {
  id: null,
  service: null,
  fromVersion: null,
  strategy: null,
  slot: null,
  failedPhase: null,
  rollback: { attempted: false, success: false },
  phases: [],
  requests: { total: 0, failed: 0, retried: 0 },
  durationMs: 0,
};
