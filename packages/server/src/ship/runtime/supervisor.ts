import type { InstanceState, Slot } from '@seaworthy/api';
import type { Database } from '../../db/database.ts';
import type { Sealer } from '../../db/sealed-column.ts';
import type { Clock } from '../../platform/clock.ts';
import type { LastExit } from './instance-record.ts';
import type { InstanceSecrets } from './instance-secrets.ts';
import type { KeeperStep } from './keeper.ts';
import type { RestartPolicy } from './restart-policy.ts';
import type { Runtime } from './runtime.ts';

/** What should run in a slot. Its `env` carries PATH, HOME, LANG, TZ, DEPLOYMENT_ENV and the service's own names. */
export interface WantedInstances {
  readonly version: string;
  readonly directory: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly instances: number;
}

/** One running copy as the supervisor knows it. Times are milliseconds since 1970. */
export interface Instance {
  readonly id: string;
  readonly slot: Slot;
  readonly version: string;
  readonly host: string;
  /** May change at a restart, when somebody else took the port meanwhile. */
  readonly port: number;
  readonly pid: number | null;
  /** `running` says that the process exists; whether it is ready, the proxy's probes say. */
  readonly state: InstanceState;
  /** How often it ended by itself and had to be started again; a start that failed counts. */
  readonly restarts: number;
  readonly startedAt: number | null;
  readonly lastExit: LastExit | null;
  readonly logFile: string;
}

export type InstanceListener = (id: string, instance: Instance | undefined) => void;

/**
 * Keeps the wanted instances running. What is wanted is stored before it is done, so a control plane that is killed at
 * any moment finds every process again: none is lost, none runs twice.
 */
export interface Supervisor {
  /**
   * Makes the slot run exactly `wanted`: keeps what is as wanted, stops what is not, starts what is missing.
   * Resolves when every new process exists. Idempotent. Throws RuntimeError `start_failed` when a command cannot be
   * started at all (that instance is then forgotten); one that starts and ends is restarted, see `onChange`.
   * The instance gets over `wanted.env`: PORT, HOST, DEPLOY_SLOT, INSTANCE_ID, SERVICE_NAME, SERVICE_VERSION;
   * and under it, whatever `instanceEnv` gives.
   */
  ensure(slot: Slot, wanted: WantedInstances): Promise<readonly Instance[]>;
  /** Stops and forgets every instance of the slot; resolves when none of its processes is left. Idempotent. */
  stopSlot(slot: Slot): Promise<void>;
  stopAll(): Promise<void>;
  /** Once at start: takes over what runs, restarts what should and does not, ends half-done stops, stops orphans. */
  adopt(): Promise<void>;
  /** By slot and place within the slot. */
  list(): readonly Instance[];
  /** Tells every change of an instance, `undefined` when it was forgotten. Returns the function that unsubscribes. */
  onChange(listener: InstanceListener): () => void;
  /** Ends the watching and leaves the instances running: for a stop of the control plane alone. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly service: string;
  readonly stateDir: string;
  readonly db: Database;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly stopTimeoutMs: number;
  /** More for the environment of an instance, made anew at each start and never stored; what `wanted.env` says wins. */
  readonly instanceEnv?: (instance: {
    readonly id: string;
    readonly version: string;
  }) => Readonly<Record<string, string>>;
  /** Handed out at each start, taken back at each end; over all else. */
  readonly secrets: InstanceSecrets;
  /** For environments, which may hold secrets of their owners. */
  readonly sealer: Sealer;
  /** Where instances listen; the proxy is on the same machine. */
  readonly host?: string;
  readonly policy?: RestartPolicy;
  /** In [0, 1), for the jitter of restarts. */
  readonly random?: () => number;
  /** What went wrong and was tried again; nobody else hears of it. */
  readonly report: (error: unknown, doing: string) => void;
  /** For tests that kill the control plane between two steps; the composition root never gives it. */
  readonly at?: (step: KeeperStep) => void;
}
