import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Slot } from '@seaworthy/api';
import { randomWord } from '../../platform/ids.ts';
import { Turns } from '../../platform/turns.ts';
import type { InstanceRecord } from './instance-record.ts';
import { InstanceTable } from './instance-record.ts';
import type { KeeperTools } from './keeper.ts';
import { Keeper } from './keeper.ts';
import { keepLogsSmall } from './log-upkeep.ts';
import { Ports } from './ports.ts';
import { DEFAULT_RESTART_POLICY } from './restart-policy.ts';
import type { InstanceSpec } from './runtime.ts';
import { RuntimeError } from './runtime.ts';
import type { Instance, InstanceListener, Supervisor, SupervisorOptions, WantedInstances } from './supervisor.ts';

const UPKEEP_EVERY_MS = 10_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new InstanceSupervisor(options);
}

/** One keeper an instance, and one change of a slot at a time. */
class InstanceSupervisor implements Supervisor {
  readonly #options: SupervisorOptions;
  readonly #logs: string;
  readonly #host: string;
  readonly #ports = new Ports();
  readonly #keepers = new Map<string, Keeper>();
  readonly #listeners = new Set<InstanceListener>();
  readonly #turns: Readonly<Record<Slot, Turns>> = { blue: new Turns(), green: new Turns() };
  readonly #tools: KeeperTools;
  readonly #endUpkeep: () => void;

  constructor(options: SupervisorOptions) {
    const { service, stateDir, db, runtime, clock, stopTimeoutMs, report } = options;
    const { policy = DEFAULT_RESTART_POLICY, random = Math.random, at = () => undefined } = options;
    this.#options = options;
    this.#host = options.host ?? '127.0.0.1';
    this.#logs = resolve(stateDir, 'logs');
    this.#tools = {
      ...{ runtime, clock, stopTimeoutMs, report, policy, random, at },
      ports: this.#ports,
      table: new InstanceTable(db, service, options.sealer),
      specOf: (record) => this.#specOf(record),
      ended: ({ id }) => options.secrets.takeBack(id),
      changed: (id, record) => this.#changed(id, record),
    };
    this.#endUpkeep = clock.every(UPKEEP_EVERY_MS, () => this.#upkeep());
  }

  ensure(slot: Slot, wanted: WantedInstances): Promise<readonly Instance[]> {
    return this.#turns[slot].take(async () => {
      const fits = (keeper: Keeper) => isAsWanted(keeper.record, wanted);
      const unwanted = this.#inSlot(slot).filter((keeper) => !fits(keeper));
      await all(unwanted.map((keeper) => keeper.stop()));
      const present = new Set(this.#inSlot(slot).map(({ record }) => record.ordinal));
      const missing = range(1, wanted.instances).filter((ordinal) => !present.has(ordinal));
      await all(missing.map((ordinal) => this.#startNew(slot, ordinal, wanted)));
      return this.list().filter((instance) => instance.slot === slot);
    });
  }

  stopSlot(slot: Slot): Promise<void> {
    return this.#turns[slot].take(() => all(this.#inSlot(slot).map((keeper) => keeper.stop())));
  }

  async stopAll(): Promise<void> {
    await all([this.stopSlot('blue'), this.stopSlot('green')]);
  }

  adopt(): Promise<void> {
    return this.#inBothTurns(async () => {
      const records = await this.#tools.table.list();
      for (const record of records) {
        this.#ports.reserve(record.port);
        this.#keepers.set(record.id, new Keeper(record, this.#tools));
      }
      await this.#stopOrphans(new Set(records.map(({ id }) => id)));
      await this.#options.secrets.takeBackAllBut(records.map(({ id }) => id));
      await all([...this.#keepers.values()].map((keeper) => keeper.resume()));
    });
  }

  list(): readonly Instance[] {
    return [...this.#keepers.values()]
      .map(({ record }) => record)
      .sort(byPlace)
      .map((record) => this.#view(record));
  }

  onChange(listener: InstanceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#endUpkeep();
    return this.#inBothTurns(() => all([...this.#keepers.values()].map((keeper) => keeper.leave())));
  }

  async #startNew(slot: Slot, ordinal: number, wanted: WantedInstances): Promise<void> {
    const { version, directory, command, env } = wanted;
    const keeper = new Keeper(
      {
        ...{ slot, ordinal, version, directory, command, env },
        id: `${this.#options.service}-${slot}-${ordinal}-${randomWord(6)}`,
        host: this.#host,
        port: await this.#ports.take(this.#host),
        wanted: 'running',
        state: 'starting',
        running: null,
        startedAt: null,
        restarts: 0,
        lastExit: null,
      },
      this.#tools,
    );
    this.#keepers.set(keeper.record.id, keeper);
    await keeper.begin();
  }

  /** Instances of ours that the database does not know: it was put back from a backup, or was lost. */
  async #stopOrphans(known: ReadonlySet<string>): Promise<void> {
    const { runtime, stopTimeoutMs, service, report } = this.#options;
    const ours = new RegExp(`^${service}-(blue|green)-\\d+-`);
    const orphans = (await runtime.list()).filter(({ id }) => ours.test(id) && !known.has(id));
    for (const { id } of orphans) report(new Error(`${id} runs, but nobody knows why`), 'stopping an orphan');
    await all(orphans.map((orphan) => runtime.stop(orphan, { timeoutMs: stopTimeoutMs })));
  }

  #changed(id: string, record: InstanceRecord | undefined): void {
    if (!record) this.#keepers.delete(id);
    const instance = record && this.#view(record);
    for (const listener of this.#listeners) this.#tell(() => listener(id, instance));
  }

  /** A listener that throws hinders neither the others nor the keeping. */
  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.report(error, 'telling a change of an instance');
    }
  }

  async #upkeep(): Promise<void> {
    const { service, report } = this.#options;
    const running = new Set(this.#keepers.keys());
    await keepLogsSmall(this.#logs, service, running).catch((error: unknown) => report(error, 'rotating logs'));
  }

  #inBothTurns(work: () => Promise<void>): Promise<void> {
    return this.#turns.blue.take(() => this.#turns.green.take(work));
  }

  #inSlot(slot: Slot): readonly Keeper[] {
    return [...this.#keepers.values()].filter(({ record }) => record.slot === slot);
  }

  async #specOf(record: InstanceRecord): Promise<InstanceSpec> {
    const { id, slot, version, directory, command, host, port } = record;
    const { service, stopTimeoutMs, instanceEnv, secrets } = this.#options;
    const handed = await secrets.hand(id).catch(withoutSecrets(id));
    const env = {
      ...instanceEnv?.({ id, version }),
      ...record.env,
      ...handed.env,
      PORT: String(port),
      HOST: host,
      DEPLOY_SLOT: slot,
      INSTANCE_ID: id,
      SERVICE_NAME: service,
      SERVICE_VERSION: version,
    };
    return { id, slot, version, directory, command, env, host, port, stopTimeoutMs, logFile: this.#logFile(id) };
  }

  #view(record: InstanceRecord): Instance {
    const { id, slot, version, host, port, state, restarts, startedAt, lastExit, running } = record;
    const pid = running?.pid ?? null;
    return { id, slot, version, host, port, pid, state, restarts, startedAt, lastExit, logFile: this.#logFile(id) };
  }

  #logFile(id: string): string {
    return join(this.#logs, `${id}.log`);
  }
}

function withoutSecrets(id: string): (error: unknown) => never {
  return (cause) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = cause instanceof Error && 'hint' in cause ? { hint: String(cause.hint) } : {};
    throw new RuntimeError('start_failed', `${id} cannot start: ${why}`, { ...hint, cause });
  };
}

function isAsWanted(record: InstanceRecord, wanted: WantedInstances): boolean {
  const isInUse = record.wanted === 'running' && record.ordinal <= wanted.instances;
  return isInUse && isDeepStrictEqual(programOf(record), programOf(wanted));
}

function programOf({ version, directory, command, env }: Omit<WantedInstances, 'instances'>) {
  return { version, directory, command: [...command], env: { ...env } };
}

function byPlace(a: InstanceRecord, b: InstanceRecord): number {
  return a.slot === b.slot ? a.ordinal - b.ordinal : a.slot < b.slot ? -1 : 1;
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Waits for all, also when one fails, so that nothing goes on behind the caller's back; then throws the first failure. */
async function all(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
