import type { Slot } from '@seaworthy/api';
import { Failure } from '../../platform/failure.ts';

/** Everything a runtime needs to start one instance. `env` is the whole environment; nothing is inherited. */
export interface InstanceSpec {
  /** `<service>-<slot>-<n>-<random>`: unique for ever, and known before the process exists. */
  readonly id: string;
  readonly slot: Slot;
  readonly version: string;
  /** The release's own folder: the working directory. */
  readonly directory: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly stopTimeoutMs: number;
  readonly logFile: string;
}

/** A running copy, by what identifies it: a pid alone may have been given to another process since. */
export interface RunningInstance {
  readonly id: string;
  readonly pid: number;
  /** Start time of the process and the boot it belongs to. */
  readonly startTime: string;
}

/** How a process ended. Both are null when nobody saw it: it was adopted, or ended while the control plane was away. */
export interface InstanceExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * Where instances run: processes here; Docker and Kubernetes pass the same `conformance.ts`.
 * Instances outlive whoever started them. Every method may be called again after a crash at any point.
 */
export interface Runtime {
  /**
   * Starts one instance, detached; its output is appended to `spec.logFile`. Resolves when the process exists, not when
   * it is ready. Throws `start_failed` when it cannot be started, and then nothing is left running. Not idempotent:
   * call `find` first when an earlier start may have happened.
   */
  start(spec: InstanceSpec, signal?: AbortSignal): Promise<RunningInstance>;
  /** The running instance with that id, also one whose starter died right after the start; undefined when none runs. */
  find(id: string): Promise<RunningInstance | undefined>;
  /** Every running instance of this installation, also one of which only processes that it had started are left. */
  list(): Promise<readonly RunningInstance[]>;
  /** The very process, not a later one with its pid; a zombie is dead. */
  isAlive(instance: RunningInstance): boolean | Promise<boolean>;
  /** Resolves when the instance's main process is gone, at once when it already is. Rejects only when `signal` aborts. */
  exited(instance: RunningInstance, signal?: AbortSignal): Promise<InstanceExit>;
  /**
   * SIGTERM, then SIGKILL after the timeout, to every process of the instance, also to those that its main process left
   * behind; resolves when none is left. Idempotent: `already_gone` when there was nothing to stop. Throws `stop_failed`
   * when something survives.
   */
  stop(instance: { readonly id: string }, options: { readonly timeoutMs: number }): Promise<StopResult>;
}

export interface StopResult {
  readonly exitedBy: 'term' | 'kill' | 'already_gone';
}

export type RuntimeErrorCode = 'start_failed' | 'stop_failed';

export class RuntimeError extends Failure<RuntimeErrorCode> {}
