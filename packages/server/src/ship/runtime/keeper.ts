import type { Clock } from '../../platform/clock.ts';
import type { InstanceRecord, InstanceTable } from './instance-record.ts';
import type { Ports } from './ports.ts';
import { isPortFree } from './ports.ts';
import type { RestartPolicy } from './restart-policy.ts';
import { planRestart } from './restart-policy.ts';
import type { InstanceExit, InstanceSpec, RunningInstance, Runtime } from './runtime.ts';

/** The moments between which a kill of the control plane may fall; tests kill it at each. */
export const keeperSteps = [
  'intent_stored',
  'spawned',
  'running_stored',
  'exit_stored',
  'leftovers_cleared',
  'stop_stored',
  'stopped',
  'forgotten',
] as const;
export type KeeperStep = (typeof keeperSteps)[number];

export interface KeeperTools {
  readonly runtime: Runtime;
  readonly table: InstanceTable;
  readonly ports: Ports;
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy: RestartPolicy;
  readonly stopTimeoutMs: number;
  /** With the secrets that the instance gets at this very start. */
  readonly specOf: (record: InstanceRecord) => Promise<InstanceSpec>;
  /** Nothing of the instance runs any more. */
  readonly ended: (record: InstanceRecord) => Promise<void>;
  /** After every change; `undefined` when the instance is forgotten. */
  readonly changed: (id: string, record: InstanceRecord | undefined) => void;
  readonly report: (error: unknown, doing: string) => void;
  readonly at: (step: KeeperStep) => void;
}

const ASK_AGAIN_MS = 1_000;
const UNSEEN: InstanceExit = { code: null, signal: null };

/**
 * Keeps one instance running until it is told to stop. Every act is stored as an intent before and as a fact after:
 *
 *     row                         after a crash
 *     starting, no process        look for it by its id: the start may have happened
 *     running, a process          that very process lives: adopt it; else it has ended
 *     restarting, crash_loop      it has ended: clear what it left, start it again
 *     wanted = stopped            stop it, and only then forget it
 */
export class Keeper {
  readonly #tools: KeeperTools;
  readonly #leaving = new AbortController();
  #record: InstanceRecord;
  #keeping: Promise<void> = Promise.resolve();
  #exits: readonly number[] = [];
  #delayMs = 0;

  constructor(record: InstanceRecord, tools: KeeperTools) {
    this.#record = record;
    this.#tools = tools;
  }

  get record(): InstanceRecord {
    return this.#record;
  }

  /** The very first start. Rejects when the command cannot be started at all; then nothing runs and nothing is stored. */
  async begin(): Promise<void> {
    try {
      this.#keeping = this.#keep(await this.#start());
    } catch (error) {
      await this.#forget();
      throw error;
    }
  }

  /** After a restart of the control plane: adopts the process, or starts it anew, or ends a stop that was under way. */
  async resume(): Promise<void> {
    if (this.#record.wanted === 'stopped') return this.stop();
    const alive = await this.#findAlive();
    if (alive) {
      await this.#save({ state: 'running', running: alive, startedAt: this.#record.startedAt ?? this.#now() });
    } else if (this.#record.running) {
      await this.#ended(UNSEEN, 'ended while the control plane was away');
    }
    this.#keeping = this.#keep(alive ?? (await this.#tryRestart()));
  }

  /** Resolves when no process of the instance is left, and forgets it. May be called again when it failed. */
  async stop(): Promise<void> {
    await this.#save({ wanted: 'stopped', state: 'stopping' });
    this.#tools.at('stop_stored');
    await this.leave();
    await this.#tools.runtime.stop(this.#record, { timeoutMs: this.#tools.stopTimeoutMs });
    this.#tools.at('stopped');
    await this.#forget();
    this.#tools.at('forgotten');
  }

  /** Ends the watching; the process runs on. */
  async leave(): Promise<void> {
    this.#leaving.abort(new Error('no longer watched'));
    await this.#keeping;
  }

  async #keep(first: RunningInstance | undefined): Promise<void> {
    const { signal } = this.#leaving;
    try {
      for (let running = first; !signal.aborted; ) {
        if (running) await this.#untilEnded(running, signal);
        await this.#tools.clock.sleep(this.#delayMs, signal);
        running = await this.#tryRestart();
      }
    } catch (error) {
      if (!signal.aborted) this.#tools.report(error, `watching ${this.#record.id}`);
    }
  }

  /** A runtime that cannot be asked for a while is asked again: that is no end of the instance. */
  async #untilEnded(running: RunningInstance, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        return await this.#ended(await this.#tools.runtime.exited(running, signal));
      } catch (error) {
        signal.throwIfAborted();
        this.#tools.report(error, `watching ${this.#record.id}`);
        await this.#tools.clock.sleep(ASK_AGAIN_MS, signal);
      }
    }
  }

  async #findAlive(): Promise<RunningInstance | undefined> {
    const { id, running, state } = this.#record;
    if (running) return (await this.#tools.runtime.isAlive(running)) ? running : undefined;
    return state === 'starting' ? this.#tools.runtime.find(id) : undefined;
  }

  /** Undefined when it did not start; the wait before the next try is then planned. */
  async #tryRestart(): Promise<RunningInstance | undefined> {
    try {
      await this.#prepareRestart();
      return await this.#start();
    } catch (error) {
      this.#tools.report(error, `starting ${this.#record.id}`);
      await this.#ended(UNSEEN, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** What the last run left behind may still hold the port; a port that somebody else holds is given up. */
  async #prepareRestart(): Promise<void> {
    const { runtime, ports, stopTimeoutMs } = this.#tools;
    const { host, port } = this.#record;
    await runtime.stop(this.#record, { timeoutMs: stopTimeoutMs });
    this.#tools.at('leftovers_cleared');
    if (await isPortFree(host, port)) return;
    ports.release(port);
    this.#record = { ...this.#record, port: await ports.take(host) };
  }

  async #start(): Promise<RunningInstance> {
    await this.#save({ state: 'starting', running: null });
    this.#tools.at('intent_stored');
    const running = await this.#tools.runtime.start(await this.#tools.specOf(this.#record));
    this.#tools.at('spawned');
    // It runs, whether that can be stored or not: the intent is stored, and the process will be found by its id.
    await this.#saveOrReport({ state: 'running', running, startedAt: this.#now() });
    this.#tools.at('running_stored');
    return running;
  }

  async #ended(exit: InstanceExit, message = describeExit(exit)): Promise<void> {
    const at = this.#now();
    const plan = planRestart([...this.#exits, at], this.#tools.policy, this.#tools.random);
    this.#exits = plan.exits;
    this.#delayMs = plan.delayMs;
    const restarts = this.#record.restarts + 1;
    await this.#saveOrReport({ state: plan.state, running: null, restarts, lastExit: { ...exit, at, message } });
    await this.#cleanUp();
    this.#tools.at('exit_stored');
  }

  async #save(change: Partial<InstanceRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    this.#tools.changed(this.#record.id, this.#record);
    await this.#tools.table.save(this.#record);
  }

  async #saveOrReport(change: Partial<InstanceRecord>): Promise<void> {
    await this.#save(change).catch((error: unknown) => this.#tools.report(error, `storing ${this.#record.id}`));
  }

  async #cleanUp(): Promise<void> {
    const { ended, report } = this.#tools;
    await ended(this.#record).catch((error: unknown) => report(error, `clearing up after ${this.#record.id}`));
  }

  async #forget(): Promise<void> {
    const { id, port } = this.#record;
    await this.#cleanUp();
    try {
      await this.#tools.table.remove(id);
    } finally {
      this.#tools.ports.release(port);
      this.#tools.changed(id, undefined);
    }
  }

  #now(): number {
    return this.#tools.clock.now();
  }
}

function describeExit({ code, signal }: InstanceExit): string {
  if (code !== null) return `exited with code ${code}`;
  return signal === null ? 'ended, nobody saw how' : `ended by ${signal}`;
}
