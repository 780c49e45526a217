import type { Client, Deployment } from '@seaworthy/api';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import type { Connection } from './connection.ts';
import { isAway } from './retry.ts';

/** How long a control plane may stay away before the command line gives up on knowing how a deployment ended. */
export const patienceMs = 5 * 60_000;
const retryMs = 500;
/** The live stream tells at once; this often the record itself is read, in case the stream missed something. */
const readMs = 3000;

export interface Following {
  readonly host: Host;
  readonly signal: AbortSignal;
  /** When to stop following; by default at the deployment's end. */
  isOver?(deployment: Deployment): boolean;
  /** Asked anew after each break: a restarted control plane may answer elsewhere. */
  connect(): Connection;
  onChange(deployment: Deployment): void;
  /** Once each time that the control plane went away. */
  onAway(): void;
}

/** Follows a deployment to its end, across restarts of the control plane. Rejects when `signal` aborts. */
export async function follow(id: string, o: Following): Promise<Deployment> {
  let lastSeenMs = o.host.now();
  let isWaiting = false;
  const onChange = (deployment: Deployment) => {
    lastSeenMs = o.host.now();
    isWaiting = false;
    o.onChange(deployment);
  };
  for (;;) {
    try {
      return await watch(o.connect().client, id, { ...o, onChange });
    } catch (error) {
      if (o.signal.aborted || !isAway(error)) throw error;
      if (o.host.now() - lastSeenMs > patienceMs) throw stillAway(id, error);
      if (!isWaiting) o.onAway();
      isWaiting = true;
    }
    await o.host.sleep(retryMs, o.signal);
  }
}

async function watch(client: Client, id: string, o: Following): Promise<Deployment> {
  const over = new AbortController();
  const signal = AbortSignal.any([o.signal, over.signal]);
  const onChange = newerOnly(o.onChange);
  const isOver = o.isOver ?? hasEnded;
  const seen = (deployment: Deployment) => {
    onChange(deployment);
    return isOver(deployment);
  };
  try {
    return await Promise.race([
      fromStream(client, id, signal, seen, o.host),
      fromRecord(client, id, signal, seen, o.host),
    ]);
  } finally {
    over.abort();
  }
}

/** The stream and the record run side by side: what one of them tells late is not news. */
function newerOnly(onChange: (deployment: Deployment) => void): (deployment: Deployment) => void {
  let lastDurationMs = -1;
  return (deployment) => {
    if (deployment.durationMs < lastDurationMs) return;
    lastDurationMs = deployment.durationMs;
    onChange(deployment);
  };
}

export function hasEnded({ endedAt }: Deployment): boolean {
  return endedAt !== null;
}

/** True when that is all that was wanted. */
type Seen = (deployment: Deployment) => boolean;

/** Opens the stream again whenever it breaks: whether the control plane is away is told by the record alone. */
async function fromStream(
  client: Client,
  id: string,
  signal: AbortSignal,
  seen: Seen,
  host: Host,
): Promise<Deployment> {
  for (;;) {
    try {
      for await (const { data } of client.stream('events', {}, { signal })) {
        if (data.type === 'deployment' && data.deployment.id === id && seen(data.deployment)) return data.deployment;
      }
    } catch (error) {
      if (!isAway(error)) throw error;
    }
    await host.sleep(retryMs, signal);
  }
}

async function fromRecord(
  client: Client,
  id: string,
  signal: AbortSignal,
  seen: Seen,
  host: Host,
): Promise<Deployment> {
  for (;;) {
    const deployment = await client.call('deployment', { params: { id } }, { signal });
    if (seen(deployment)) return deployment;
    await host.sleep(readMs, signal);
  }
}

function stillAway(id: string, cause: unknown): CliError {
  const message = `The control plane did not come back; how deployment ${id} ended is not known.`;
  return new CliError('not_known', message, { cause });
}
