import type { InstanceState, Slot } from '@seaworthy/api';
import type { InstanceExit } from './runtime.ts';

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
  /** How often it was started again after it had ended by itself. */
  readonly restarts: number;
  readonly startedAt: number | null;
  readonly lastExit: (InstanceExit & { readonly at: number }) | null;
  readonly logFile: string;
}

/**
 * Keeps the wanted instances running. What is wanted is stored before it is done, so a control plane that is killed at
 * any moment finds every process again: none is lost, none runs twice.
 */
export interface Supervisor {
  /**
   * Makes the slot run exactly `wanted`: keeps what runs as wanted, stops what does not, starts what is missing.
   * Resolves when every process exists. Idempotent. Throws RuntimeError `start_failed` when a command cannot be
   * started at all (that instance is then forgotten); one that starts and ends is restarted, see `onChange`.
   * The instance gets over `wanted.env`: PORT, HOST, DEPLOY_SLOT, INSTANCE_ID, SERVICE_NAME, SERVICE_VERSION.
   */
  ensure(slot: Slot, wanted: WantedInstances): Promise<readonly Instance[]>;
  /** Stops and forgets every instance of the slot; resolves when none of its processes is left. Idempotent. */
  stopSlot(slot: Slot): Promise<void>;
  stopAll(): Promise<void>;
  /** Once at start: takes over what runs, restarts what should and does not, ends half-done stops, stops orphans. */
  adopt(): Promise<void>;
  list(): readonly Instance[];
  /** Tells every change of an instance, `undefined` when it was forgotten. Returns the function that unsubscribes. */
  onChange(listener: (id: string, instance: Instance | undefined) => void): () => void;
  /** Ends the watching and leaves the instances running: for a stop of the control plane alone. */
  close(): Promise<void>;
}
