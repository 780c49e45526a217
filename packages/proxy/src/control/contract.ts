export type Slot = 'blue' | 'green';
export const SLOTS: readonly Slot[] = ['blue', 'green'];

export type Balance = 'round-robin' | 'least-connections' | 'weighted' | 'response-time';
export type TargetHealth = 'unknown' | 'up' | 'down';

/** An address that serves requests; `id` is the instance's id and names the target in every counter. */
export interface ProxyTarget {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** Share inside the slot with the balance `weighted`; 1 unless given. */
  readonly weight?: number;
}

/**
 * Ready means HTTP 200; a JSON body with `ready: false`, or with a `status` that says the opposite of ready, is not.
 * `rise` successes in a row make a target up, `fall` failures in a row make it down.
 */
export interface ProbeOptions {
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly rise: number;
  readonly fall: number;
}

export interface Timeouts {
  /** To open a connection to a target. */
  readonly connectMs: number;
  /** For the client to send a whole request head, from its first byte. */
  readonly headersMs: number;
  /** Between two pieces of a request body, and for a client to take what was written to it. */
  readonly bodyIdleMs: number;
  /** From the request's last byte to the answer's head. */
  readonly responseMs: number;
  /** Between two pieces of an answer; event streams and upgrades are exempt. */
  readonly responseIdleMs: number;
  /** An idle client connection is kept this long. */
  readonly keepAliveMs: number;
  /** A request waits this long for a first probe of targets not yet probed. */
  readonly readyWaitMs: number;
}

export interface Limits {
  /** Request line and header fields together; more is answered 431. */
  readonly headBytes: number;
  readonly headerFields: number;
  /** 0: no limit. More is answered 413. */
  readonly bodyBytes: number;
  /** Open client connections of each worker; more are closed at once. */
  readonly connections: number;
}

/** What `configure` takes. Timeouts and limits left out have the values of DEFAULT_TIMEOUTS and DEFAULT_LIMITS. */
export interface ProxyConfiguration {
  readonly service: string;
  /** `host:port`; port 0 takes a free one, which `state().listen` then tells. */
  readonly listen: string;
  readonly balance: Balance;
  /** How often a request may be sent again after a failed connection. */
  readonly retries: number;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<Limits>;
  /** HTML sent with 502, 503 and 504 instead of the built-in page. */
  readonly errorPage?: string;
}

export interface Split {
  readonly blue: number;
  readonly green: number;
}

export interface PauseOptions {
  readonly maxWaitMs: number;
  readonly maxQueue: number;
}

export interface LastProbe {
  readonly atMs: number;
  readonly ok: boolean;
  readonly status: number | null;
  readonly durationMs: number;
  readonly message: string;
}

export interface TargetState {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly health: TargetHealth;
  readonly lastProbe: LastProbe | null;
  readonly inFlight: number;
}

export interface SlotState {
  readonly name: Slot;
  readonly probe: ProbeOptions | null;
  readonly targets: readonly TargetState[];
}

export interface ProxyState {
  readonly pid: number;
  readonly startedAt: string;
  readonly epoch: string;
  readonly service: string | null;
  /** The address in use, with the real port; null until configured. */
  readonly listen: string | null;
  readonly paused: PauseOptions | null;
  readonly split: Split;
  readonly slots: Readonly<Record<Slot, SlotState>>;
  readonly workers: readonly { readonly pid: number; readonly startedAt: string }[];
  /** Grows by one with each stored change. */
  readonly stateVersion: number;
  /** What the start found in the state file; `unreadable` files are kept beside it as `<file>.unreadable`. */
  readonly restored: 'nothing' | 'state' | 'unreadable';
}

export interface Readiness {
  readonly ready: boolean;
  readonly targets: readonly {
    readonly id: string;
    readonly health: TargetHealth;
    readonly lastProbe: LastProbe | null;
  }[];
}

export interface DrainResult {
  readonly drained: boolean;
  /** In-flight requests that ended by themselves. */
  readonly finished: number;
  /** In-flight requests cut at the deadline. */
  readonly cancelled: number;
  /** Event streams and upgraded connections, which are closed at the start of a drain: their clients come back to the new slot. */
  readonly streamsClosed: number;
}

export type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx';

export interface LatencyCounts {
  readonly bucketBoundsMs: readonly number[];
  /** One more than the bounds: the last one counts everything above. Not cumulative. */
  readonly counts: readonly number[];
  readonly sumMs: number;
  readonly count: number;
}

export interface SideCounters {
  /** Requests with a final answer, or whose client left before one. */
  readonly requests: number;
  readonly byClass: Readonly<Record<StatusClass, number>>;
  /** Answers that the target broke off before they were whole. */
  readonly cut: number;
  readonly clientGone: number;
  /** Attempts that failed to connect and were sent again. */
  readonly retried: number;
  readonly latency: LatencyCounts;
  readonly inFlight: number;
}

/**
 * `total` is what clients saw: each request once, by its final answer; it equals the sum of the slots and `unrouted.requests`.
 * A target's and a slot's side counts the requests whose final attempt went there, and the failed attempts as `retried`.
 */
export interface Counters {
  readonly atMs: number;
  /** Changes when the proxy restarts and counters begin at 0. */
  readonly epoch: string;
  readonly total: SideCounters;
  readonly bySlot: Readonly<Record<Slot, SideCounters>>;
  readonly byTarget: Readonly<Record<string, SideCounters>>;
  /** Answered by the proxy itself; `shed` (pause) and `refused` (malformed, too large, too slow) are parts of `requests`. */
  readonly unrouted: { readonly requests: number; readonly shed: number; readonly refused: number };
}

/** The proxy's admin API. Every call is safe to repeat. Failures are ProxyError. */
export interface ProxyControl {
  state(): Promise<ProxyState>;
  configure(configuration: ProxyConfiguration): Promise<void>;
  /**
   * Replaces the slot's targets and starts probing. A target known by id and address keeps its health; a removed one gets no new
   * request, and its in-flight ones finish.
   */
  setTargets(slot: Slot, targets: readonly ProxyTarget[], probe: ProbeOptions): Promise<void>;
  /** Resolves as soon as all targets of the slot are up, or at the deadline; never rejects for targets that are not ready. */
  awaitReady(slot: Slot, deadlineMs: number, signal?: AbortSignal): Promise<Readiness>;
  /** Acknowledged when stored and applied by every worker. Refused (no_ready_target) when a slot with weight has no target that is up. */
  setSplit(split: Split): Promise<void>;
  /** Waits for the slot's in-flight requests after the split took its traffic away; what is left at the deadline is cut. */
  drain(slot: Slot, deadlineMs: number): Promise<DrainResult>;
  removeSlot(slot: Slot): Promise<void>;
  pause(options: PauseOptions): Promise<void>;
  resume(): Promise<void>;
  counters(): Promise<Counters>;
  metrics(): Promise<string>;
  stop(options: { readonly drainMs: number }): Promise<void>;
  /** Closes this client only. */
  close(): void;
}
