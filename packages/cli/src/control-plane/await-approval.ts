import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import type { Connection } from './connection.ts';
import { isAway } from './retry.ts';

const lookMs = 2000;

export interface Awaiting {
  readonly host: Host;
  readonly signal: AbortSignal;
  connect(): Connection;
}

/** What a request answered once it was approved and carried out; stays over restarts of the control plane. */
export async function awaitApproval(id: string, { host, signal, connect }: Awaiting): Promise<unknown> {
  for (;;) {
    const approval = await connect()
      .client.call('approval', { params: { id } }, { signal })
      .catch((error: unknown) => {
        if (signal.aborted || !isAway(error)) throw error;
        return undefined;
      });
    if (approval?.state === 'done') return approval.result;
    if (approval !== undefined && approval.state !== 'pending' && approval.state !== 'carrying_out') {
      const said = approval.votes.find(({ verdict }) => verdict === 'reject');
      const why = approval.error?.message ?? (said === undefined ? '' : `${said.by}: ${said.reason}`);
      throw new CliError('approval_refused', `${approval.summary} ${approval.state}${why === '' ? '.' : `: ${why}`}`);
    }
    await host.sleep(lookMs, signal);
  }
}
