import type { Slot } from '@seaworthy/api';

export interface Target {
  /** The instance's id. */
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

/** How the data plane asks a target whether it may have requests. */
export interface Probe {
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** So many good answers in a row make a target `up`, */
  readonly rise: number;
  /** and so many bad ones make it `down`. */
  readonly fall: number;
}

export type TargetHealth = 'unknown' | 'up' | 'down';

export interface TargetState {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly health: TargetHealth;
  /** What the last probe saw, in words; empty before the first. */
  readonly lastProbe: string;
  readonly inFlight: number;
}

/** Weights; a slot's share of new requests is its weight over their sum. Both 0: nothing is live. */
export type Split = Readonly<Record<Slot, number>>;

export interface TrafficState {
  readonly split: Split;
  readonly paused: boolean;
  readonly slots: Readonly<Record<Slot, readonly TargetState[]>>;
}

/** What was counted for one side since the epoch began. */
export interface SideCounters {
  readonly requests: number;
  /** By the class of the final answer's status. */
  readonly byClass: Readonly<Record<'1xx' | '2xx' | '3xx' | '4xx' | '5xx', number>>;
  /** Answers that ended before they were whole, by the target's fault; not counted again as 5xx. */
  readonly cut: number;
  readonly retried: number;
  /** Until the answer's first byte. `counts[i]` is what fell at or below `bucketBoundsMs[i]` and above the bound before; one more at the end for the rest. */
  readonly latency: {
    readonly bucketBoundsMs: readonly number[];
    readonly counts: readonly number[];
    readonly sumMs: number;
    readonly count: number;
  };
}

export interface Counters {
  readonly atMs: number;
  /** Changes when the data plane restarted and every counter began at 0 again. */
  readonly epoch: string;
  /** What clients saw: each request once, by its final answer. */
  readonly total: SideCounters;
  readonly bySlot: Readonly<Record<Slot, SideCounters>>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly targets: readonly Pick<TargetState, 'id' | 'health' | 'lastProbe'>[];
}

export interface Drained {
  readonly drained: boolean;
  readonly finished: number;
  readonly cancelled: number;
}

/**
 * The port to whatever carries the users' requests. Every method may be called again with the same arguments and then
 * changes nothing; what was acknowledged survives a crash of either side. All throw `TrafficError`.
 */
export interface Traffic {
  state(): Promise<TrafficState>;
  /** Replaces the slot's targets and starts to probe them. A known target keeps its health; a removed one gets no new request. */
  setTargets(slot: Slot, targets: readonly Target[], probe: Probe): Promise<void>;
  /** Answers as soon as every target of the slot is up, or at the deadline with those that are not. A slot without targets is not ready. */
  awaitReady(slot: Slot, deadlineMs: number, signal?: AbortSignal): Promise<Readiness>;
  /** Atomic: afterwards every new request follows it. Refused with `no_ready_target` when a slot with weight has no target that is up. */
  setSplit(split: Split): Promise<void>;
  /** Waits for the slot's requests, cancels what is left at the deadline, forgets its targets. Refused with `slot_in_use` while the slot has weight; an empty slot is retired already. */
  retire(slot: Slot, deadlineMs: number): Promise<Drained>;
  /** Exact at the moment of the answer. */
  counters(): Promise<Counters>;
  /** Holds new requests back, for at most `maxWaitMs` each. */
  pause(limits: { readonly maxWaitMs: number; readonly maxQueue: number }): Promise<void>;
  resume(): Promise<void>;
}

export const trafficErrorCodes = ['unreachable', 'no_ready_target', 'slot_in_use', 'rejected'] as const;
export type TrafficErrorCode = (typeof trafficErrorCodes)[number];

export class TrafficError extends Error {
  override readonly name = 'TrafficError';
  readonly code: TrafficErrorCode;
  /** The same call may succeed in a moment, because nothing but the connection was wrong. */
  readonly retryable: boolean;

  constructor(code: TrafficErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryable = code === 'unreachable';
  }
}

/** What clients saw go wrong: answered with 5xx, or cut before the answer was whole. */
export function failures(side: SideCounters): number {
  return side.byClass['5xx'] + side.cut;
}

export const noTraffic: Split = { blue: 0, green: 0 };

export function onlyTo(slot: Slot): Split {
  return { ...noTraffic, [slot]: 100 };
}

export function otherSlot(slot: Slot): Slot {
  return slot === 'blue' ? 'green' : 'blue';
}

/** The slot's share of new requests, 0 to 1. */
export function shareOf(split: Split, slot: Slot): number {
  const sum = split.blue + split.green;
  return sum === 0 ? 0 : split[slot] / sum;
}
