import type { ServiceStatus } from '@seaworthy/api';
import type { Host } from '../terminal/host.ts';
import type { Connection } from './connection.ts';
import type { ProcessId } from './process-table.ts';
import { isRunning, kill, startTimeOf } from './process-table.ts';
import { isAway } from './retry.ts';
import type { ServerRecord } from './state-folder.ts';

/** Within this time everything has ended, or what has not is told. */
export const windDownMs = 10_000;
const lookMs = 50;
const retryMs = 200;

export interface NamedProcess extends ProcessId {
  readonly name: string;
}

export interface WindDown {
  readonly host: Host;
  /** Ends the wait: what is left then is returned. */
  readonly signal?: AbortSignal;
  connect(): Connection;
  server(): ServerRecord | undefined;
}

/** Stops everything in order, and returns what still runs when the time is up. */
export async function windDown(o: WindDown): Promise<NamedProcess[]> {
  const deadlineMs = o.host.now() + windDownMs;
  const processes = await askToStop(o, deadlineMs);
  const left = () => processes.filter(isRunning);
  while (left().length > 0 && o.host.now() < deadlineMs && !o.signal?.aborted) {
    await o.host.sleep(lookMs, o.signal).catch(() => undefined);
  }
  return left();
}

export function killAll(processes: readonly NamedProcess[]): void {
  for (const process of processes) kill(process);
}

/** Asks until it is heard: a control plane that restarts just now will answer in a moment. */
async function askToStop(o: WindDown, deadlineMs: number): Promise<NamedProcess[]> {
  for (;;) {
    try {
      const { client } = o.connect();
      const processes = [...serverOf(o.server()), ...processesOf(await client.call('status', {}))];
      await client.call('stop', {}, { idempotencyKey: o.host.newId() });
      return processes;
    } catch (error) {
      if (o.signal?.aborted) return serverOf(o.server());
      if (!isAway(error) || o.host.now() > deadlineMs) throw error;
      await o.host.sleep(retryMs, o.signal).catch(() => undefined);
    }
  }
}

function serverOf(record: ServerRecord | undefined): NamedProcess[] {
  return record === undefined ? [] : [{ name: 'control plane', pid: record.pid, startTime: record.startTime }];
}

function processesOf({ proxy, slots }: ServiceStatus): NamedProcess[] {
  const named = [
    { name: 'proxy', pid: proxy.pid },
    ...slots.flatMap(({ instances }) => instances.map(({ id, pid }) => ({ name: `instance ${id}`, pid }))),
  ];
  return named.flatMap(({ name, pid }) => {
    const startTime = pid === null ? undefined : startTimeOf(pid);
    return pid === null || startTime === undefined ? [] : [{ name, pid, startTime }];
  });
}
